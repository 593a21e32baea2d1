// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.ResourceNames;
import io.podsmith.core.submit.DriverEnd;
import io.podsmith.core.submit.PodWords;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application, as its pods show it.
 *
 * @param id the value of the label {@code spark-app-selector}
 * @param driver empty if the driver runs elsewhere (client mode) or was deleted
 * @param executors in the order of their ids
 */
record SparkApplication(
    String id, String namespace, Optional<AppPod> driver, List<AppPod> executors) {

  static SparkApplication of(String id, List<AppPod> pods) {
    return new SparkApplication(
        id,
        pods.get(0).namespace(),
        pods.stream().filter(AppPod::isDriver).findFirst(),
        pods.stream()
            .filter(pod -> !pod.isDriver())
            .sorted(Comparator.comparingLong(AppPod::order).thenComparing(AppPod::name))
            .toList());
  }

  /** Returns the name in the pods' labels, which old versions of Spark do not set. */
  String name() {
    return pods()
        .map(pod -> AppPod.label(pod.pod(), Constants.SPARK_APP_NAME_LABEL))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .or(() -> driver.map(AppPod::name))
        .orElse(id);
  }

  /** Returns the driver and the executors. */
  Stream<AppPod> pods() {
    return Stream.concat(driver.stream(), executors.stream());
  }

  /** Returns the id that {@code spark-submit} prints and takes, empty without a driver pod. */
  Optional<String> submissionId() {
    return driver.map(pod -> "%s:%s".formatted(namespace, pod.name()));
  }

  /** Returns how the driver ended, empty if it has not. */
  Optional<DriverEnd> end() {
    return driver.flatMap(pod -> DriverEnd.of(pod.pod(), pod.container()));
  }

  /** Returns whether the driver is waiting or running, and is not being deleted. */
  boolean isActive() {
    return end().isEmpty() && driver.filter(pod -> !PodWords.isBeingDeleted(pod.pod())).isPresent();
  }

  Instant created() {
    return pods()
        .map(AppPod::pod)
        .map(SparkApplication::creation)
        .min(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** Returns when the driver's container ended. */
  Optional<Instant> ended() {
    return driver
        .filter(pod -> end().isPresent())
        .flatMap(pod -> PodWords.terminated(pod.pod(), pod.container()))
        .flatMap(state -> Optional.ofNullable(state.getFinishedAt()))
        .map(Instant::parse);
  }

  /** Returns the names by which a user may call the application. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(List.of(name(), id));
    driver.ifPresent(pod -> names.add(pod.name()));
    return names;
  }

  /** Returns whether a name, an id or a pattern with {@code *} and {@code ?} means this. */
  boolean matches(String wanted) {
    if (isPattern(wanted)) {
      String regex =
          wanted
              .chars()
              .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c))
              .collect(Collectors.joining());
      return names().stream().anyMatch(name -> name.matches(regex));
    }
    return names().contains(wanted) || name().equals(ResourceNames.appNameLabel(wanted));
  }

  static boolean isPattern(String wanted) {
    return wanted.contains("*") || wanted.contains("?");
  }

  private static Instant creation(Pod pod) {
    String text = pod.getMetadata().getCreationTimestamp();
    return text == null ? Instant.EPOCH : Instant.parse(text);
  }
}
