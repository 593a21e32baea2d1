// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.PodRole;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.IdleStep.Reason;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.StepRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes a submission that has been built. */
final class PlanBuilder {
  private static final List<String> VARIABLES =
      List.of("spark.kubernetes.driverEnv.", "spark.executorEnv.");

  private final SparkSettings settings;
  private final SparkRuntime runtime;
  private final Application application;
  private final SettingOrigins origins;
  private final StepRegistry registry;
  private final DriverSpec spec;
  private final Map<String, String> digests = new HashMap<>();

  /**
   * @param registry may be closed by the time of {@link #build}
   */
  PlanBuilder(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins,
      StepRegistry registry,
      DriverSpec spec) {
    this.settings = settings;
    this.runtime = runtime;
    this.application = application;
    this.origins = origins;
    this.registry = registry;
    this.spec = spec;
  }

  Plan build() {
    List<StepDescription> steps = registry.descriptions();
    Withholding withholding = withholding();
    PlannedRole driver =
        role(
            PodRole.DRIVER,
            spec.pod(),
            spec.preResources(),
            spec.resources(),
            spec.origins(),
            steps,
            withholding);
    Optional<PlannedRole> executor =
        spec.firstExecutor()
            .map(
                (ExecutorSpec first) ->
                    role(
                        PodRole.EXECUTOR,
                        first.pod(),
                        first.preResources(),
                        first.resources(),
                        first.origins(),
                        steps,
                        withholding));
    return new Plan(
        target(withholding),
        driver,
        executor,
        executor.isPresent() ? "" : executorUnknown(),
        properties(withholding));
  }

  private PlanTarget target(Withholding withholding) {
    String master = settings.get(SparkKeys.MASTER).orElse("");
    return new PlanTarget(
        Optional.ofNullable(PlanBuilder.class.getPackage().getImplementationVersion()).orElse(""),
        runtime.sparkVersion(),
        withholding.setting(
            SparkKeys.MASTER.key(),
            master.startsWith("k8s://") ? master.substring("k8s://".length()) : master),
        settings.get(ClusterKeys.KUBERNETES_NAMESPACE),
        withholding.setting(SparkKeys.APP_NAME.key(), settings.get(SparkKeys.APP_NAME)),
        application.appId());
  }

  private String executorUnknown() {
    return settings.get(PodsmithKeys.TRY_EXECUTOR_STEPS)
        ? "The application runs without executors, or its executors depend on files, steps or"
            + " environment variables that only the driver has."
        : "%s is false.".formatted(PodsmithKeys.TRY_EXECUTOR_STEPS.key());
  }

  private Withholding withholding() {
    SensitiveSettings sensitive = SensitiveSettings.of(settings, registry.secretKeys());
    Withholding withholding = new Withholding(sensitive);
    settings.asMap().forEach((key, value) -> addSetting(withholding, sensitive, key, value));
    spec.systemProperties().forEach((key, value) -> addSetting(withholding, sensitive, key, value));
    List<HasMetadata> objects = new ArrayList<>(spec.preResources());
    objects.addAll(spec.resources());
    spec.firstExecutor().ifPresent(first -> objects.addAll(first.preResources()));
    spec.firstExecutor().ifPresent(first -> objects.addAll(first.resources()));
    objects.forEach(object -> withholding.addSecret(PodFields.tree(object)));
    return withholding;
  }

  private void addSetting(
      Withholding withholding, SensitiveSettings sensitive, String key, String value) {
    boolean isSecret = sensitive.isSensitive(key, value);
    for (String prefix : VARIABLES) {
      isSecret |=
          key.startsWith(prefix)
              && sensitive.isSensitiveVariable(key.substring(prefix.length()), value);
    }
    if (isSecret) {
      withholding.add(value);
      settings.find(key).ifPresent(withholding::add);
    }
  }

  private List<SettingRead> properties(Withholding withholding) {
    List<SettingRead> properties = new ArrayList<>();
    spec.systemProperties()
        .forEach(
            (key, value) ->
                properties.add(
                    new SettingRead(
                        key,
                        Optional.of(withholding.setting(key, value)),
                        settings.raw(key).filter(value::equals).isPresent()
                            ? origins.of(key)
                            : SettingOrigin.of(SettingOrigin.Kind.DRIVER_PROPERTY))));
    return properties;
  }

  private PlannedRole role(
      PodRole role,
      Pod pod,
      List<HasMetadata> before,
      List<HasMetadata> after,
      SpecOrigins made,
      List<StepDescription> all,
      Withholding withholding) {
    Map<String, Object> tree = PodFields.tree(pod);
    List<PlannedObject> objects = new ArrayList<>();
    before.forEach(each -> objects.add(object(true, each, made, withholding)));
    after.forEach(each -> objects.add(object(false, each, made, withholding)));
    List<PlannedStep> ran = new ArrayList<>();
    List<IdleStep> idle = new ArrayList<>();
    for (String id : made.steps()) {
      all.stream()
          .filter(each -> each.info().id().equals(id))
          .findFirst()
          .ifPresent(
              each ->
                  ran.add(
                      new PlannedStep(id, each.info().phase().name(), artifact(each), List.of())));
    }
    Set<String> enabled = Set.copyOf(registry.steps(role).stream().map(s -> s.id()).toList());
    for (StepDescription each : all) {
      if (!made.steps().contains(each.info().id())) {
        idle.add(idle(role, each, enabled));
      }
    }
    return new PlannedRole(
        role,
        ran,
        idle,
        withholding.object(tree),
        objects,
        FieldWriters.of(made.versions(), tree, withholding));
  }

  private IdleStep idle(PodRole role, StepDescription step, Set<String> enabled) {
    String id = step.info().id();
    if (!step.roles().contains(role)) {
      return new IdleStep(id, artifact(step), Reason.OTHER_ROLE, List.of());
    }
    if (enabled.contains(id)) {
      List<String> declared = step.settings().stream().map(entry -> entry.key()).toList();
      return new IdleStep(id, artifact(step), Reason.NOT_REQUESTED, declared);
    }
    boolean isDisabled =
        settings.get(PodsmithKeys.STEPS_DISABLED).stream().anyMatch(step::isCalled);
    return isDisabled
        ? new IdleStep(
            id, artifact(step), Reason.DISABLED, List.of(PodsmithKeys.STEPS_DISABLED.key()))
        : new IdleStep(
            id,
            artifact(step),
            Reason.EXCLUDED,
            List.of("spark.kubernetes.%s.pod.excludedFeatureSteps".formatted(role.label())));
  }

  private StepArtifact artifact(StepDescription step) {
    return new StepArtifact(
        step.info().origin(),
        step.jar(),
        step.version(),
        digests.computeIfAbsent(step.jar(), JarDigest::of));
  }

  private static PlannedObject object(
      boolean isBeforePod, HasMetadata object, SpecOrigins made, Withholding withholding) {
    return new PlannedObject(isBeforePod, made.writerOf(object), withholding.object(PodFields.tree(object)));
  }
}
