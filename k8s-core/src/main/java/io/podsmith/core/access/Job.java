// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanObjects;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.planning.PreparedSubmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a job before it runs, as far as it decides on the requests of its submitter and
 * its driver. Immutable.
 */
public final class Job {
  private static final String DEFAULT_ACCOUNT = "default";

  private final PlanTarget target;
  private final boolean isSavedPlan;
  private final SparkSettings submission;
  private final SparkSettings driver;
  private final Pod driverPod;
  private final Optional<String> driverName;
  private final Optional<Pod> executorPod;
  private final List<JobObject> objects;
  private final List<JobObject> executorObjects;
  private final String executorUnknown;

  private Job(
      Plan plan,
      boolean isSavedPlan,
      SparkSettings submission,
      SparkSettings driver,
      Pod driverPod,
      Optional<String> driverName,
      Optional<Pod> executorPod,
      List<JobObject> objects,
      List<JobObject> executorObjects) {
    this.target = plan.target();
    this.isSavedPlan = isSavedPlan;
    this.submission = submission;
    this.driver = driver;
    this.driverPod = driverPod;
    this.driverName = driverName;
    this.executorPod = executorPod;
    this.objects = List.copyOf(objects);
    this.executorObjects = List.copyOf(executorObjects);
    this.executorUnknown = plan.executor().isPresent() ? "" : plan.executorUnknown();
  }

  /** Returns a job that is submitted with its settings, each time with names of its own. */
  public static Job of(PreparedSubmission prepared) {
    DriverSpec spec = prepared.spec();
    SparkSettings settings = prepared.settings();
    String namespace = settings.get(ClusterKeys.KUBERNETES_NAMESPACE);
    SpecOrigins origins = spec.origins();
    List<JobObject> objects = new ArrayList<>();
    add(objects, spec.preResources(), true, origins, namespace);
    add(objects, spec.resources(), false, origins, namespace);
    List<JobObject> ofExecutors = new ArrayList<>();
    if (spec.firstExecutor().isPresent()) {
      ExecutorSpec executor = spec.firstExecutor().get();
      add(ofExecutors, executor.preResources(), true, executor.origins(), namespace);
      add(ofExecutors, executor.resources(), false, executor.origins(), namespace);
    }
    Pod pod = spec.pod();
    return new Job(
        prepared.plan(),
        false,
        settings,
        settings.with(spec.systemProperties()),
        pod,
        Optional.ofNullable(pod.getMetadata().getName())
            .filter(name -> !origins.hasUniqueName(pod)),
        spec.firstExecutor().map(ExecutorSpec::pod),
        objects,
        ofExecutors);
  }

  /**
   * Returns a job that is created from a saved plan, whose names are known.
   *
   * @param options the settings that {@code podsmith apply} is given; they override those of the
   *     plan
   */
  public static Job of(Plan plan, SparkSettings options) {
    Map<String, String> properties = new HashMap<>();
    plan.properties()
        .forEach(read -> read.value().ifPresent(value -> properties.put(read.key(), value)));
    SparkSettings driver = SparkSettings.of(properties, Map.of());
    String namespace = plan.target().namespace();
    Pod pod = PlanObjects.pod(plan.driver().pod());
    return new Job(
        plan,
        true,
        driver.with(options.asMap()),
        driver,
        pod,
        Optional.ofNullable(pod.getMetadata().getName()),
        plan.executor().map(role -> PlanObjects.pod(role.pod())),
        objects(plan.driver(), namespace),
        plan.executor().map(role -> objects(role, namespace)).orElse(List.of()));
  }

  private static void add(
      List<JobObject> all,
      List<HasMetadata> objects,
      boolean isBeforePod,
      SpecOrigins origins,
      String namespace) {
    objects.forEach(
        object ->
            all.add(
                JobObject.of(object, isBeforePod, origins.writerOf(object), origins, namespace)));
  }

  private static List<JobObject> objects(PlannedRole role, String namespace) {
    List<JobObject> objects = new ArrayList<>();
    for (PlannedObject planned : role.objects()) {
      objects.add(
          JobObject.of(
              PlanObjects.object(planned.object()),
              planned.isBeforePod(),
              planned.writer(),
              SpecOrigins.ofSavedPlan(),
              namespace));
    }
    return objects;
  }

  /** Returns where the job runs. */
  public PlanTarget target() {
    return target;
  }

  /** Returns the namespace of the driver. */
  public String namespace() {
    return target.namespace();
  }

  /** Returns the service account of the driver pod. */
  public String serviceAccount() {
    return Optional.ofNullable(driverPod.getSpec())
        .map(spec -> spec.getServiceAccountName())
        .filter(name -> !name.isEmpty())
        .orElse(DEFAULT_ACCOUNT);
  }

  /** Returns whether it is created with {@code podsmith apply}. */
  boolean isSavedPlan() {
    return isSavedPlan;
  }

  /** Returns the settings of the submitter; may hold secrets. */
  public SparkSettings submission() {
    return submission;
  }

  /** Returns the settings of the driver; may hold secrets. */
  public SparkSettings driver() {
    return driver;
  }

  /** Returns the driver pod, which must not be changed. */
  public Pod driverPod() {
    return driverPod;
  }

  /** Returns an executor pod, which must not be changed; empty if only the driver can build it. */
  public Optional<Pod> executorPod() {
    return executorPod;
  }

  /** Returns the objects that are created beside the driver pod and beside an executor. */
  public List<HasMetadata> created() {
    return Stream.concat(objects.stream(), executorObjects.stream())
        .map(JobObject::object)
        .toList();
  }

  /** Returns the name of the driver pod, if each submission uses the same; else empty. */
  Optional<String> driverName() {
    return driverName;
  }

  /** Returns what the submitter creates beside the driver pod, in order. */
  List<JobObject> objects() {
    return objects;
  }

  /** Returns what the driver creates beside an executor, in order. */
  List<JobObject> executorObjects() {
    return executorObjects;
  }

  /** Returns why the objects beside executors are unknown, a sentence; else empty. */
  String executorUnknown() {
    return executorUnknown;
  }
}
