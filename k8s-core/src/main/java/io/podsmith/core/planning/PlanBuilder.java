// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.api.PodRole;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.SettingReads;
import io.podsmith.core.conf.views.StepReads;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.planning.RoleReads.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Describes a submission that has been built. */
final class PlanBuilder {
  private final SparkSettings settings;
  private final SparkRuntime runtime;
  private final Application application;
  private final SettingOrigins origins;
  private final KnownSteps steps;
  private final SettingReads reads;
  private final DriverSpec spec;

  PlanBuilder(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      SettingOrigins origins,
      KnownSteps steps,
      SettingReads reads,
      DriverSpec spec) {
    this.settings = settings;
    this.runtime = runtime;
    this.application = application;
    this.origins = origins;
    this.steps = steps;
    this.reads = reads;
    this.spec = spec;
  }

  Plan build() {
    RoleReads ofDriver = new RoleReads(PodRole.DRIVER, reads, settings, origins);
    RoleReads ofExecutor = new RoleReads(PodRole.EXECUTOR, reads, settings, origins);
    Withholding withholding = Withholding.of(spec, settings, steps.secretKeys());
    addSecrets(ofDriver, withholding);
    addSecrets(ofExecutor, withholding);
    StepArtifacts artifacts = new StepArtifacts(steps);
    PlannedRole driver =
        new RolePlanner(PodRole.DRIVER, settings, steps, artifacts, ofDriver, withholding)
            .plan(spec.pod(), spec.preResources(), spec.resources(), spec.origins());
    Optional<PlannedRole> executor =
        spec.firstExecutor()
            .map(
                first ->
                    new RolePlanner(
                            PodRole.EXECUTOR, settings, steps, artifacts, ofExecutor, withholding)
                        .plan(
                            first.pod(), first.preResources(), first.resources(), first.origins()));
    return new Plan(
        target(withholding),
        driver,
        executor,
        withholding.argument(spec.executorUnknown()),
        properties(withholding));
  }

  /** Adds what steps read and declare as a secret, and secrets of the environment. */
  private void addSecrets(RoleReads ofRole, Withholding withholding) {
    steps.all().stream()
        .flatMap(step -> ofRole.all(step.info().id()).stream())
        .forEach(read -> addSecret(read, withholding));
  }

  private static void addSecret(Known read, Withholding withholding) {
    String value = read.value().orElse("");
    if (read.isSecret() && read.isSet()) {
      withholding.add(value);
    } else if (read.key().startsWith(StepReads.ENVIRONMENT)) {
      withholding.addVariable(read.key().substring(StepReads.ENVIRONMENT.length()), value);
    }
  }

  private PlanTarget target(Withholding withholding) {
    String master = settings.get(SparkKeys.MASTER).orElse("");
    OptionalLong seed = runtime.ids().seed();
    return new PlanTarget(
        Optional.ofNullable(PlanBuilder.class.getPackage().getImplementationVersion()).orElse(""),
        runtime.sparkVersion(),
        withholding.setting(
            SparkKeys.MASTER.key(),
            master.startsWith("k8s://") ? master.substring("k8s://".length()) : master),
        settings.get(ClusterKeys.KUBERNETES_NAMESPACE),
        withholding.setting(SparkKeys.APP_NAME.key(), settings.get(SparkKeys.APP_NAME)),
        application.appId(),
        seed.isPresent() ? String.valueOf(seed.getAsLong()) : "");
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
}
