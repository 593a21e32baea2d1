// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.PodRole;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A job from a saved plan: namespace {@code jobs}, driver pod {@code pi}. */
final class SavedJob {
  private static final Writer STEP = new Writer(Writer.Kind.STEP, "acme.x");

  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> options = new TreeMap<>();
  private final List<PlannedObject> objects = new ArrayList<>();
  private final List<PlannedObject> executorObjects = new ArrayList<>();
  private Pod pod =
      new PodBuilder()
          .withNewMetadata()
          .withName("pi")
          .endMetadata()
          .withNewSpec()
          .withServiceAccountName("runner")
          .endSpec()
          .build();
  private String appName = "pi";
  private Optional<String> executorUnknown = Optional.empty();

  /** Sets properties of the driver, for example {@code spark.a=1 spark.b=2}. */
  SavedJob set(String properties) {
    for (String property : properties.split(" ", -1)) {
      if (!property.isEmpty()) {
        int equal = property.indexOf('=');
        settings.put(property.substring(0, equal), property.substring(equal + 1));
      }
    }
    return this;
  }

  /** Sets an option of the submitter. */
  SavedJob option(String key, String value) {
    options.put(key, value);
    return this;
  }

  SavedJob name(String name) {
    appName = name;
    return this;
  }

  SavedJob pod(Pod other) {
    pod = other;
    return this;
  }

  SavedJob account(String account) {
    return pod(new PodBuilder(pod).editSpec().withServiceAccountName(account).endSpec().build());
  }

  SavedJob before(HasMetadata... some) {
    return add(objects, true, some);
  }

  SavedJob after(HasMetadata... some) {
    return add(objects, false, some);
  }

  SavedJob beforeExecutor(HasMetadata... some) {
    return add(executorObjects, true, some);
  }

  SavedJob afterExecutor(HasMetadata... some) {
    return add(executorObjects, false, some);
  }

  /** Adds an object that no step has returned. */
  SavedJob ofEngine(HasMetadata object) {
    objects.add(new PlannedObject(false, Writer.of(Writer.Kind.ENGINE), PodFields.tree(object)));
    return this;
  }

  private SavedJob add(List<PlannedObject> all, boolean isBeforePod, HasMetadata... some) {
    for (HasMetadata object : some) {
      all.add(new PlannedObject(isBeforePod, STEP, PodFields.tree(object)));
    }
    return this;
  }

  SavedJob executorUnknown(String why) {
    executorUnknown = Optional.of(why);
    return this;
  }

  Job job() {
    PlannedRole driver = role(PodRole.DRIVER, pod, objects);
    PlannedRole executor = role(PodRole.EXECUTOR, new PodBuilder().build(), executorObjects);
    Plan plan =
        new Plan(
            new PlanTarget("0.1", "4.1.1", "https://kube.example.com", "jobs", appName, "spark-1"),
            driver,
            executorUnknown.isPresent() ? Optional.empty() : Optional.of(executor),
            executorUnknown.orElse(""),
            settings.entrySet().stream()
                .map(
                    each ->
                        new SettingRead(
                            each.getKey(),
                            Optional.of(each.getValue()),
                            SettingOrigin.of(SettingOrigin.Kind.SPARK)))
                .toList());
    return Job.of(plan, io.podsmith.core.conf.SparkSettings.of(options, Map.of()));
  }

  private static PlannedRole role(PodRole role, Pod pod, List<PlannedObject> objects) {
    return new PlannedRole(role, List.of(), List.of(), PodFields.tree(pod), objects, List.of());
  }

  JobAccess access() {
    return JobAccess.of(job());
  }

  /** Returns the needs of a party, each as {@link #words}. */
  List<String> needs(Party party) {
    return access().needs(party).stream().map(SavedJob::words).toList();
  }

  /** Returns what needs of a party have a part of a text in their reason. */
  List<String> needs(Party party, String why) {
    return access().needs(party).stream()
        .filter(each -> each.why().contains(why))
        .map(SavedJob::words)
        .toList();
  }

  /**
   * Returns for example {@code required get pods [pi]}; the namespace follows if it is not that of
   * the driver.
   */
  static String words(AccessNeed need) {
    return "%s %s %s%s%s"
        .formatted(
            need.isOptional() ? "optional" : "required",
            need.verb().word(),
            need.resource(),
            need.name().map(" [%s]"::formatted).orElse(""),
            need.namespace().equals(Optional.of("jobs"))
                ? ""
                : need.namespace().map(" in %s"::formatted).orElse(" in the cluster"));
  }
}
