// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a template is the output of {@code kubectl get pod -o yaml}: a pod that ran.
 *
 * @param written fields that only the API server writes
 * @param left other fields that come from the pod's first life; people may write some by hand
 */
record PodDump(List<String> written, List<String> left) {
  private static final List<String> WRITTEN_METADATA =
      List.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "selfLink",
          "managedFields");
  private static final Pattern TOKEN_VOLUME = Pattern.compile("kube-api-access-[a-z0-9]{5}");
  private static final Pattern CONF_MAP = Pattern.compile("spark-(drv|exec)-[0-9a-f]+-conf-map");
  private static final Pattern APP_ID = Pattern.compile("spark-[0-9a-f]{32}");
  private static final int ENOUGH = 2;

  static PodDump of(Map<?, ?> template) {
    Map<?, ?> metadata = map(template.get("metadata"));
    Map<?, ?> spec = map(template.get("spec"));
    List<String> written =
        new ArrayList<>(
            WRITTEN_METADATA.stream()
                .filter(field -> isSet(metadata.get(field)))
                .map("metadata."::concat)
                .toList());
    if (isSet(template.get("status"))) {
      written.add("status");
    }
    List<String> left = new ArrayList<>();
    if (isSet(spec.get("nodeName"))) {
      left.add("spec.nodeName");
    }
    appLabel(metadata).ifPresent(left::add);
    maps(spec.get("volumes")).map(PodDump::volume).flatMap(Optional::stream).forEach(left::add);
    maps(spec.get("containers"))
        .filter(PodDump::hasSparkArguments)
        .map(container -> "the args of container '%s'".formatted(container.get("name")))
        .forEach(left::add);
    return new PodDump(written, left);
  }

  /** Returns whether the template cannot have been written by hand. */
  boolean isCertain() {
    return !written.isEmpty() || left.size() >= ENOUGH;
  }

  /** Returns the fields to remove, those included that belong to a pod's owner. */
  List<String> fields(Map<?, ?> template) {
    List<String> all = new ArrayList<>(written);
    if (isSet(map(template.get("metadata")).get("ownerReferences"))) {
      all.add("metadata.ownerReferences");
    }
    all.addAll(left);
    return all;
  }

  private static Optional<String> appLabel(Map<?, ?> metadata) {
    Object appId = map(metadata.get("labels")).get("spark-app-selector");
    return appId instanceof String text && APP_ID.matcher(text).matches()
        ? Optional.of("the label spark-app-selector")
        : Optional.empty();
  }

  private static Optional<String> volume(Map<?, ?> volume) {
    String name = String.valueOf(volume.get("name"));
    String configMap = String.valueOf(map(volume.get("configMap")).get("name"));
    return TOKEN_VOLUME.matcher(name).matches() || CONF_MAP.matcher(configMap).matches()
        ? Optional.of("the volume '%s' with its mounts".formatted(name))
        : Optional.empty();
  }

  /** The arguments of the entrypoint, which Spark adds itself. */
  private static boolean hasSparkArguments(Map<?, ?> container) {
    return container.get("args") instanceof List<?> args
        && (args.equals(List.of("executor"))
            || (args.contains("driver") && args.contains("--properties-file")));
  }

  private static boolean isSet(@Nullable Object value) {
    return value != null
        && !value.equals("")
        && !(value instanceof Map<?, ?> map && map.isEmpty())
        && !(value instanceof List<?> list && list.isEmpty());
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Stream<Map<?, ?>> maps(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(PodDump::map) : Stream.of();
  }
}
