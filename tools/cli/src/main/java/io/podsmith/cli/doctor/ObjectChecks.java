// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.access.Job;
import io.podsmith.core.conf.keys.Constants;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the objects that the pods of a job refer to: in its namespace, and in the cluster. */
final class ObjectChecks {
  private static final String REFERENCES = "referenced objects";
  private static final String PULL_SECRETS = "pull secrets";
  private static final Set<String> PULL_TYPES =
      Set.of("kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg");

  private final KubernetesClient client;
  private final Job job;
  private final Findings findings;
  private final List<Pod> pods;

  ObjectChecks(KubernetesClient client, Job job, Findings findings) {
    this.client = client;
    this.job = job;
    this.findings = findings;
    this.pods = Stream.concat(Stream.of(job.driverPod()), job.executorPod().stream()).toList();
  }

  void run() {
    checkPullSecrets();
    checkReferences();
    checkClass(
        "priority class",
        "spec.priorityClassName",
        classes(pod -> pod.getSpec().getPriorityClassName()),
        name -> client.scheduling().v1().priorityClasses().withName(name).get());
    checkClass(
        "runtime class",
        "spec.runtimeClassName",
        classes(pod -> pod.getSpec().getRuntimeClassName()),
        name -> client.runtimeClasses().withName(name).get());
    checkClass(
        "storage class",
        "the setting options.storageClass of the volume",
        job.created().stream()
            .filter(PersistentVolumeClaim.class::isInstance)
            .map(each -> ((PersistentVolumeClaim) each).getSpec().getStorageClassName())
            .filter(name -> name != null && !name.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        name -> client.storage().v1().storageClasses().withName(name).get());
  }

  private Set<String> classes(Function<Pod, String> name) {
    return pods.stream()
        .map(name)
        .filter(Objects::nonNull)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void checkClass(
      String check, String field, Set<String> names, Function<String, HasMetadata> request) {
    for (String name : names) {
      Findings.Answer<HasMetadata> answer =
          findings.read(check, "%s %s".formatted(check, name), () -> request.apply(name));
      if (answer.isMissing()) {
        findings.fail(
            check, "%s does not exist".formatted(name), "create it, or change %s".formatted(field));
      } else if (answer.found().isPresent()) {
        findings.ok(check, "%s exists".formatted(name));
      }
    }
  }

  private void checkPullSecrets() {
    Set<String> names =
        pods.stream()
            .flatMap(pod -> pod.getSpec().getImagePullSecrets().stream())
            .map(LocalObjectReference::getName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    names.removeIf(name -> isCreated("Secret", name));
    for (String name : names) {
      Findings.Answer<Secret> answer =
          findings.read(PULL_SECRETS, "Secret %s".formatted(name), () -> secret(name));
      if (answer.isMissing()) {
        findings.fail(
            PULL_SECRETS,
            "Secret %s does not exist".formatted(name),
            "create it with: kubectl create secret docker-registry %s -n %s"
                .formatted(name, job.namespace()));
      } else if (answer.found().isPresent()) {
        String type = String.valueOf(answer.found().get().getType());
        if (PULL_TYPES.contains(type)) {
          findings.ok(PULL_SECRETS, "Secret %s exists".formatted(name));
        } else {
          findings.fail(
              PULL_SECRETS,
              "Secret %s has the type %s, which the kubelet does not use".formatted(name, type),
              "create it with: kubectl create secret docker-registry");
        }
      }
    }
  }

  private void checkReferences() {
    Set<Reference> all = new LinkedHashSet<>();
    pods.forEach(pod -> all.addAll(Reference.of(pod)));
    String ofExecutors = environmentOfExecutors();
    all.removeIf(each -> isCreated(each.kind(), each.name()) || each.name().equals(ofExecutors));
    int missing = 0;
    int known = 0;
    for (Reference reference : all) {
      Findings.Answer<HasMetadata> answer =
          findings.read(REFERENCES, reference.words(), () -> find(reference));
      if (answer.isMissing()) {
        missing++;
        findings.fail(
            REFERENCES,
            "%s does not exist".formatted(reference.words()),
            "create it in namespace %s; podsmith explain shows who refers to it"
                .formatted(job.namespace()));
      } else if (answer.found().isPresent()) {
        known++;
        if (!hasKey(answer.found().get(), reference.key())) {
          missing++;
          findings.fail(
              REFERENCES,
              "%s has no key %s".formatted(reference.words(), reference.key()),
              "add the key, or change the reference");
        }
      }
    }
    if (missing == 0 && known > 0) {
      findings.ok(REFERENCES, "all %d exist".formatted(known));
    }
  }

  /** Returns the name of the Secret that the driver creates for executors. */
  private String environmentOfExecutors() {
    return job.executorPod().stream()
        .flatMap(pod -> pod.getSpec().getVolumes().stream())
        .filter(volume -> Constants.SPARK_CONF_VOLUME_EXEC.equals(volume.getName()))
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName().replaceAll("-conf-map$", "-env"))
        .findFirst()
        .orElse("");
  }

  private boolean isCreated(String kind, String name) {
    return job.created().stream()
        .anyMatch(each -> each.getKind().equals(kind) && name.equals(each.getMetadata().getName()));
  }

  private Secret secret(String name) {
    return client.secrets().inNamespace(job.namespace()).withName(name).get();
  }

  private HasMetadata find(Reference reference) {
    String namespace = job.namespace();
    return switch (reference.kind()) {
      case "ConfigMap" ->
          client.configMaps().inNamespace(namespace).withName(reference.name()).get();
      case "Secret" -> secret(reference.name());
      default ->
          client.persistentVolumeClaims().inNamespace(namespace).withName(reference.name()).get();
    };
  }

  private static boolean hasKey(HasMetadata object, String key) {
    if (key.isEmpty()) {
      return true;
    }
    if (object instanceof Secret secret) {
      return has(secret.getData(), key);
    }
    return !(object instanceof ConfigMap map)
        || has(map.getData(), key)
        || has(map.getBinaryData(), key);
  }

  private static boolean has(Map<String, String> data, String key) {
    return data != null && data.containsKey(key);
  }
}
