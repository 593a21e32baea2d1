// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports values of a pod template that settings or steps replaced. */
public final class TemplateOverrides {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateOverrides.class);

  private final String role;
  private final SparkPod template;
  private final SparkPod built;

  /** Values that templates carry for kubectl's sake, and that Spark always sets. */
  private final List<String> expected = new ArrayList<>();

  /** Values that somebody chose, and that have no effect. */
  private final List<String> lost = new ArrayList<>();

  private TemplateOverrides(PodRole role, SparkPod template, SparkPod built) {
    this.role = role == PodRole.DRIVER ? "driver" : "executor";
    this.template = template;
    this.built = built;
  }

  /**
   * Logs one line if a pod has other values than its template, with both values and the setting
   * that replaces the template's: at WARN if one of them was somebody's choice, else at INFO.
   *
   * @param what the pod, for example {@code the driver pod}
   * @param template what building started from
   * @param built what it ended with
   */
  public static void log(String what, PodRole role, SparkPod template, SparkPod built) {
    TemplateOverrides overrides = new TemplateOverrides(role, template, built);
    overrides.compare();
    List<String> all = new ArrayList<>(overrides.lost);
    all.addAll(overrides.expected);
    String line =
        "Settings replace values of the pod template in %s: %s"
            .formatted(what, String.join("; ", all));
    if (!overrides.lost.isEmpty()) {
      LOG.warn("{}", line);
    } else if (!all.isEmpty()) {
      LOG.info("{}", line);
    }
  }

  private void compare() {
    compareResources();
    container(
        "imagePullPolicy",
        Container::getImagePullPolicy,
        setting("container.image.pullPolicy", false));
    spec("schedulerName", PodSpec::getSchedulerName, setting("scheduler.name", true));
    spec(
        "serviceAccountName",
        PodSpec::getServiceAccountName,
        "spark.kubernetes.authenticate.%s.serviceAccountName".formatted(role));
    spec(
        "terminationGracePeriodSeconds",
        PodSpec::getTerminationGracePeriodSeconds,
        setting("terminationGracePeriodSeconds", true));
    container(
        "allowPrivilegeEscalation",
        c ->
            Optional.ofNullable(c.getSecurityContext())
                .map(SecurityContext::getAllowPrivilegeEscalation)
                .orElse(null),
        setting("allowPrivilegeEscalation", true));
    comparePreStop();
    keys("label", meta(ObjectMeta::getLabels), setting("label.*", true));
    keys("annotation", meta(ObjectMeta::getAnnotations), setting("annotation.*", true));
    keys("node selector", pod -> spec(pod).getNodeSelector(), setting("node.selector.*", true));
    keys("environment variable", TemplateOverrides::environment, variables());

    expect("pod name", meta(ObjectMeta::getName));
    expect("namespace", meta(ObjectMeta::getNamespace));
    expect("image", pod -> pod.container().getImage());
    expect("restartPolicy", pod -> spec(pod).getRestartPolicy());
    expect("hostname", pod -> spec(pod).getHostname());
  }

  private String variables() {
    return role.equals("driver") ? "spark.kubernetes.driverEnv.*" : "spark.executorEnv.*";
  }

  private String setting(String name, boolean isOfRole) {
    return isOfRole ? "spark.kubernetes.%s.%s".formatted(role, name) : "spark.kubernetes." + name;
  }

  private void compareResources() {
    Map<String, Quantity> requests =
        new HashMap<>(amounts(built, ResourceRequirements::getRequests));
    Map<String, Quantity> limits = new HashMap<>(amounts(built, ResourceRequirements::getLimits));
    amounts(template, ResourceRequirements::getRequests)
        .forEach((name, amount) -> compare(name, "request", amount, requests.get(name)));
    amounts(template, ResourceRequirements::getLimits)
        .forEach((name, amount) -> compare(name, "limit", amount, limits.get(name)));
  }

  private void compare(String resource, String kind, Quantity old, @Nullable Quantity now) {
    if (!isSame(old, now)) {
      lost.add(
          "%s %s %s -> %s (use %s)"
              .formatted(
                  resource, kind, old, now == null ? "none" : now, settingOf(resource, kind)));
    }
  }

  private String settingOf(String resource, String kind) {
    return switch (resource) {
      case "memory" -> "spark.%s.memory and spark.%<s.memoryOverhead".formatted(role);
      case "cpu" ->
          kind.equals("limit")
              ? setting("limit.cores", true)
              : setting("request.cores", true) + " or spark.%s.cores".formatted(role);
      default -> "spark.%s.resource.* or the resource profile".formatted(role);
    };
  }

  private static boolean isSame(Quantity old, @Nullable Quantity now) {
    if (now == null) {
      return false;
    }
    try {
      return old.getNumericalAmount().compareTo(now.getNumericalAmount()) == 0;
    } catch (IllegalArgumentException e) { // one of them is not a quantity
      return old.toString().equals(now.toString());
    }
  }

  private static Map<String, Quantity> amounts(
      SparkPod pod, Function<ResourceRequirements, @Nullable Map<String, Quantity>> kind) {
    return Optional.ofNullable(pod.container().getResources()).map(kind).orElse(Map.of());
  }

  private void comparePreStop() {
    Object old = preStop(template);
    if (old != null && !old.equals(preStop(built))) {
      lost.add(
          """
          lifecycle.preStop -> Spark's decommissioning hook (call your own from \
          spark.kubernetes.decommission.script, or turn spark.decommission.enabled off)\
          """);
    }
  }

  private static @Nullable Object preStop(SparkPod pod) {
    return Optional.ofNullable(pod.container().getLifecycle())
        .map(Lifecycle::getPreStop)
        .orElse(null);
  }

  private void container(
      String field, Function<Container, @Nullable Object> value, String setting) {
    lose(field, pod -> value.apply(pod.container()), setting);
  }

  private void spec(String field, Function<PodSpec, @Nullable Object> value, String setting) {
    lose(field, pod -> value.apply(spec(pod)), setting);
  }

  private void lose(String field, Function<SparkPod, @Nullable Object> value, String setting) {
    Object old = value.apply(template);
    Object now = value.apply(built);
    if (old != null && !old.equals(now)) {
      lost.add("%s %s -> %s (use %s)".formatted(field, old, now == null ? "none" : now, setting));
    }
  }

  private void expect(String field, Function<SparkPod, @Nullable Object> value) {
    Object old = value.apply(template);
    Object now = value.apply(built);
    if (old != null && !old.equals(now)) {
      expected.add("%s %s -> %s".formatted(field, old, now == null ? "none" : now));
    }
  }

  /** Compares without showing values, which may be long or secret. */
  private void keys(String what, Function<SparkPod, @Nullable Map<String, ?>> map, String setting) {
    Map<String, ?> now = Objects.requireNonNullElse(map.apply(built), Map.of());
    List<String> changed =
        Objects.requireNonNullElse(map.apply(template), Map.<String, Object>of())
            .entrySet()
            .stream()
            .filter(entry -> !Objects.equals(entry.getValue(), now.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!changed.isEmpty()) {
      expected.add("%s %s (by %s or Spark)".formatted(what, String.join(", ", changed), setting));
    }
  }

  /** Returns the variables that count: of two with one name the last. */
  private static Map<String, Object> environment(SparkPod pod) {
    Map<String, Object> variables = new HashMap<>();
    for (EnvVar variable : pod.container().getEnv()) {
      variables.put(variable.getName(), variable);
    }
    return variables;
  }

  private static <T> Function<SparkPod, @Nullable T> meta(Function<ObjectMeta, @Nullable T> value) {
    return pod -> Optional.of(pod.pod()).map(Pod::getMetadata).map(value).orElse(null);
  }

  private static PodSpec spec(SparkPod pod) {
    return Optional.of(pod.pod()).map(Pod::getSpec).orElseGet(PodSpec::new);
  }
}
