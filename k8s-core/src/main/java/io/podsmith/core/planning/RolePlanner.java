// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.PodRole;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.StepReads;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.IdleStep.Reason;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.planning.RoleReads.Known;
import io.podsmith.core.plugin.StepDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes the pod of one role. */
final class RolePlanner {
  private final PodRole role;
  private final SparkSettings settings;
  private final KnownSteps known;
  private final StepArtifacts artifacts;
  private final RoleReads reads;
  private final Withholding withholding;

  RolePlanner(
      PodRole role,
      SparkSettings settings,
      KnownSteps known,
      StepArtifacts artifacts,
      RoleReads reads,
      Withholding withholding) {
    this.role = role;
    this.settings = settings;
    this.known = known;
    this.artifacts = artifacts;
    this.reads = reads;
    this.withholding = withholding;
  }

  PlannedRole plan(Pod pod, List<HasMetadata> before, List<HasMetadata> after, SpecOrigins made) {
    Map<String, Object> tree = PodFields.tree(pod);
    List<PlannedObject> objects = new ArrayList<>();
    before.forEach(each -> objects.add(object(true, each, made)));
    after.forEach(each -> objects.add(object(false, each, made)));
    List<PlannedStep> ran = new ArrayList<>();
    made.steps().forEach(id -> find(id).ifPresent(step -> ran.add(ran(step))));
    return new PlannedRole(
        role,
        ran,
        known.all().stream()
            .filter(each -> !made.steps().contains(each.info().id()))
            .map(this::idle)
            .toList(),
        withholding.object(tree),
        objects,
        FieldWriters.of(made.versions(), tree, templateKey(), reads, withholding));
  }

  private Optional<StepDescription> find(String id) {
    return known.all().stream().filter(each -> each.info().id().equals(id)).findFirst();
  }

  private PlannedStep ran(StepDescription step) {
    String id = step.info().id();
    return new PlannedStep(
        id,
        step.info().phase().name(),
        artifacts.of(step),
        reads.all(id).stream().map(this::shown).toList());
  }

  private SettingRead shown(Known read) {
    return new SettingRead(
        read.key(), read.value().map(value -> shown(read, value)), read.origin());
  }

  private String shown(Known read, String value) {
    if (read.isSecret() && read.isSet()) {
      return Plan.WITHHELD;
    }
    if (read.key().startsWith(StepReads.ENVIRONMENT)) {
      return withholding.variable(read.key().substring(StepReads.ENVIRONMENT.length()), value);
    }
    return withholding.setting(read.key(), value);
  }

  private IdleStep idle(StepDescription step) {
    String id = step.info().id();
    if (!step.roles().contains(role)) {
      return new IdleStep(id, artifacts.of(step), Reason.OTHER_ROLE, List.of());
    }
    boolean isEnabled = known.enabled().getOrDefault(role, Set.of()).contains(id);
    if (isEnabled && !reads.isCreated(id)) {
      return new IdleStep(id, artifacts.of(step), Reason.NOT_REQUESTED, switches(id));
    }
    boolean isDisabled =
        !isEnabled && settings.get(PodsmithKeys.STEPS_DISABLED).stream().anyMatch(step::isCalled);
    return isDisabled
        ? new IdleStep(
            id, artifacts.of(step), Reason.DISABLED, List.of(PodsmithKeys.STEPS_DISABLED.key()))
        : new IdleStep(id, artifacts.of(step), Reason.EXCLUDED, List.of(exclusionKey()));
  }

  /** Returns the settings that a factory read and that are not set; all of them if each is. */
  private List<String> switches(String id) {
    List<Known> all = reads.all(id);
    List<String> unset =
        all.stream()
            .filter(each -> !each.isSet())
            .filter(each -> !hasAny(each, all))
            .map(Known::key)
            .toList();
    return unset.isEmpty() ? all.stream().map(Known::key).toList() : unset;
  }

  /** Returns whether a prefix that was read found a setting. */
  private static boolean hasAny(Known read, List<Known> all) {
    return read.key().endsWith(StepReads.ALL)
        && all.stream()
            .anyMatch(
                other ->
                    other != read
                        && other
                            .key()
                            .startsWith(
                                read.key()
                                    .substring(0, read.key().length() - StepReads.ALL.length())));
  }

  private String exclusionKey() {
    return role == PodRole.DRIVER
        ? PodKeys.KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS.key()
        : PodKeys.KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS.key();
  }

  private String templateKey() {
    return role == PodRole.DRIVER
        ? PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE.key()
        : PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key();
  }

  private PlannedObject object(boolean isBeforePod, HasMetadata object, SpecOrigins made) {
    return new PlannedObject(
        isBeforePod, made.writerOf(object), withholding.object(PodFields.tree(object)));
  }
}
