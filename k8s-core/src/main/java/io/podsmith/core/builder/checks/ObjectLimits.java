// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes accepts of one object, as far as the object alone shows it: the sizes of its data
 * and annotations, the lengths of its names, and its labels. The API server would reject it, too,
 * but only after other objects were created, and without naming the largest part.
 */
final class ObjectLimits {
  /** For the keys and values of all annotations of an object together. */
  static final long ANNOTATION_BYTES = 256 * 1024;

  /** For the values of all keys of a ConfigMap or a Secret together. */
  static final long DATA_BYTES = 1024 * 1024;

  private static final int MAX_CRON_JOB = 52;
  private static final int MAX_PORT = 15;
  private static final int MAX_DATA_KEY = NameRules.MAX_SUBDOMAIN;

  /** The kinds whose names are shorter than those of other objects. */
  private static final Map<String, Integer> SHORT_NAMES =
      Map.of(
          "Service", NameRules.MAX_LABEL,
          "Namespace", NameRules.MAX_LABEL,
          "Job", NameRules.MAX_LABEL,
          "CronJob", MAX_CRON_JOB);

  private static final String LABEL_WORDS =
      "Kubernetes does not accept: at most 63 letters, digits, '-', '_' and '.', with a letter or"
          + " digit at both ends";

  private ObjectLimits() {}

  /**
   * What Kubernetes would reject.
   *
   * @param field the field, as the API server names it
   * @param what what is wrong, to follow the name of the object and "has"
   * @param remedy what to change, whoever wrote the field
   */
  record Excess(String field, String what, String remedy) {}

  /**
   * Finds what is wrong with an object other than a pod, its name included if names of its kind are
   * shorter than a DNS subdomain.
   */
  static List<Excess> ofObject(HasMetadata object) {
    List<Excess> found = new ArrayList<>(ofMetadata(object));
    int longest = SHORT_NAMES.getOrDefault(object.getKind(), Integer.MAX_VALUE);
    String name = withId(object.getMetadata().getName());
    if (name.length() > longest) {
      found.add(
          new Excess(
              "metadata.name",
              "a name of %d characters, but Kubernetes accepts at most %d for a %s"
                  .formatted(name.length(), longest, object.getKind()),
              "shorten it"));
    }
    if (object instanceof ConfigMap map) {
      Map<String, Long> sizes = sizes(map.getData(), ObjectLimits::bytes);
      sizes.putAll(sizes(map.getBinaryData(), ObjectLimits::decodedBytes));
      addData(sizes, found);
    } else if (object instanceof Secret secret) {
      Map<String, Long> sizes = sizes(secret.getData(), ObjectLimits::decodedBytes);
      sizes.putAll(sizes(secret.getStringData(), ObjectLimits::bytes));
      addData(sizes, found);
    }
    return found;
  }

  /** Finds what is wrong with a pod, whose name has rules of its own. */
  static List<Excess> ofPod(Pod pod) {
    List<Excess> found = new ArrayList<>(ofMetadata(pod));
    addNames(
        pod.getSpec().getVolumes().stream().map(volume -> volume.getName()).toList(),
        "spec.volumes[%d]",
        "a volume",
        found);
    addContainers("spec.containers", pod.getSpec().getContainers(), found);
    addContainers("spec.initContainers", pod.getSpec().getInitContainers(), found);
    return found;
  }

  private static void addContainers(String list, List<Container> containers, List<Excess> found) {
    addNames(
        containers.stream().map(Container::getName).toList(),
        "%s[%%d]".formatted(list),
        "a container",
        found);
    for (int i = 0; i < containers.size(); i++) {
      List<ContainerPort> ports = containers.get(i).getPorts();
      for (int j = 0; j < ports.size(); j++) {
        String name = Objects.requireNonNullElse(ports.get(j).getName(), "");
        if (name.length() > MAX_PORT) {
          found.add(
              new Excess(
                  "%s[%d].ports[%d]".formatted(list, i, j),
                  "a port named '%s' of %d characters, but Kubernetes accepts at most %d"
                      .formatted(name, name.length(), MAX_PORT),
                  "shorten the name"));
        }
      }
    }
  }

  private static void addNames(List<String> names, String field, String what, List<Excess> found) {
    for (int i = 0; i < names.size(); i++) {
      // a name that is missing is an error of the API server
      String name = names.get(i);
      if (name != null && !name.isEmpty() && !NameRules.isDnsLabel(name)) {
        found.add(
            new Excess(
                field.formatted(i),
                "%s named '%s' (%d characters), but Kubernetes accepts only %s"
                    .formatted(what, name, name.length(), NameRules.DNS_LABEL),
                "rename it"));
      }
    }
  }

  private static List<Excess> ofMetadata(HasMetadata object) {
    List<Excess> found = new ArrayList<>();
    Map<String, String> labels = object.getMetadata().getLabels();
    if (labels != null) {
      labels.forEach((key, value) -> addLabel(key, value, found));
    }
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    if (annotations != null && !annotations.isEmpty()) {
      addAnnotations(annotations, found);
    }
    return found;
  }

  private static void addLabel(String key, @Nullable String value, List<Excess> found) {
    String field = "metadata.labels[%s]".formatted(key);
    String text = withId(Objects.requireNonNullElse(value, ""));
    if (!NameRules.isLabelKey(key)) {
      found.add(
          new Excess(
              field,
              "the label '%s', whose key %s".formatted(key, LABEL_WORDS),
              "change the key of the label"));
    } else if (!NameRules.isLabelValue(text)) {
      found.add(
          new Excess(
              field,
              "a label %s whose value '%s' %s".formatted(key, text, LABEL_WORDS),
              "change the value of the label"));
    }
  }

  private static void addAnnotations(Map<String, String> annotations, List<Excess> found) {
    for (String key : annotations.keySet()) {
      if (!NameRules.isAnnotationKey(key)) {
        found.add(
            new Excess(
                "metadata.annotations[%s]".formatted(key),
                "the annotation '%s', whose key must be %s"
                    .formatted(key, NameRules.QUALIFIED_NAME),
                "change the key of the annotation"));
      }
    }
    Map<String, Long> sizes = sizes(annotations, ObjectLimits::bytes);
    sizes.replaceAll((key, size) -> size + bytes(key));
    long total = sum(sizes);
    if (total > ANNOTATION_BYTES) {
      String largest = largest(sizes);
      found.add(
          new Excess(
              "metadata.annotations[%s]".formatted(largest),
              "annotations of %d bytes in total (the largest, %s, has %d), but Kubernetes accepts at most %d"
                  .formatted(total, largest, sizes.get(largest), ANNOTATION_BYTES),
              "shorten or remove annotations"));
    }
  }

  private static void addData(Map<String, Long> sizes, List<Excess> found) {
    String tooLong =
        sizes.keySet().stream()
            .filter(key -> !NameRules.isDataKey(key))
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    if (!tooLong.isEmpty()) {
      found.add(
          new Excess(
              "data",
              "the key %s, but Kubernetes accepts only letters, digits, '-', '_' and '.', at most %d characters"
                  .formatted(tooLong, MAX_DATA_KEY),
              "rename it"));
    }
    long total = sum(sizes);
    if (total > DATA_BYTES) {
      String largest = largest(sizes);
      found.add(
          new Excess(
              "data",
              "data of %d bytes (the largest key, %s, has %d), but Kubernetes accepts at most %d"
                  .formatted(total, largest, sizes.get(largest), DATA_BYTES),
              "store less in it, split it, or use a file of the image or a volume"));
    }
  }

  private static Map<String, Long> sizes(
      @Nullable Map<String, String> values, ToLongFunction<String> size) {
    Map<String, Long> sizes = new HashMap<>();
    if (values != null) {
      values.forEach(
          (key, value) -> sizes.put(key, size.applyAsLong(Objects.requireNonNullElse(value, ""))));
    }
    return sizes;
  }

  private static long sum(Map<String, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String largest(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  /** Objects of a template of executors have no id yet. */
  private static String withId(String text) {
    return text.replace(Constants.EXECUTOR_ID_IN_TEMPLATE, "0");
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long decodedBytes(String base64) {
    long digits = base64.chars().filter(c -> c != '=' && c != '\n' && c != '\r').count();
    return digits * 3 / 4;
  }
}
