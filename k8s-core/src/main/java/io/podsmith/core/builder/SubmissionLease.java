// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What makes a submission atomic ({@code spark.podsmith.submission.atomic}): a Job that owns all
 * objects until they are complete, and a scheduling gate that keeps the driver pod from starting.
 *
 * <p>The Job has no pods ({@code parallelism: 0}). It fails by its deadline and is deleted at once,
 * and so is all that it owns. A submission whose objects are complete removes the gate and the Job
 * as the owner of the pod in one request.
 */
public final class SubmissionLease {
  /** The scheduling gate of a driver pod whose submission is not complete. */
  public static final String GATE = "podsmith.io/submission";

  /** The label of the Job. */
  public static final String LABEL = "podsmith.io/submission-lease";

  private static final String NAME = "spark-drv-%s-lease";
  private static final int NOBODY = 65534;

  private SubmissionLease() {}

  /** Builds the Job of a driver. */
  static Job job(DriverConf conf, SparkPod pod) {
    Map<String, String> labels = new TreeMap<>(Map.of(LABEL, "true"));
    Optional.ofNullable(conf.labels().get(Constants.SPARK_APP_ID_LABEL))
        .ifPresent(appId -> labels.put(Constants.SPARK_APP_ID_LABEL, appId));
    return new JobBuilder()
        .withNewMetadata()
        .withName(NAME.formatted(conf.ids().next()))
        .withNamespace(conf.namespace())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withParallelism(0)
        .withCompletions(1)
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(conf.settings().get(PodsmithKeys.ATOMIC_SUBMISSION_TIMEOUT))
        .withTtlSecondsAfterFinished(0)
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser((long) NOBODY)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(pod.container()))
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The container never runs, but policies of the cluster may look at it. */
  private static Container container(Container driver) {
    return new ContainerBuilder()
        .withName("none")
        .withImage(driver.getImage())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  /** Derives a pod that is not scheduled until its submission is complete. */
  static SparkPod gate(SparkPod pod) {
    return pod.editSpec(
        spec ->
            spec.hasMatchingSchedulingGate(gate -> GATE.equals(gate.getName()))
                ? spec
                : spec.addToSchedulingGates(new PodSchedulingGate(GATE)));
  }

  /**
   * Checks that the scheduler is to place the pod: a gate does not hold one that is bound.
   *
   * @throws InvalidConfigurationException if somebody has chosen the node
   */
  static void requireScheduled(Pod pod, PodHistory history) {
    String node = Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
    if (!node.isEmpty()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          PodsmithKeys.ATOMIC_SUBMISSION.key(),
          "%s is true, but the driver pod has spec.nodeName '%s'%s, and Kubernetes accepts no scheduling gate on such a pod; use a node selector instead, or set %s to false"
              .formatted(
                  PodsmithKeys.ATOMIC_SUBMISSION.key(),
                  node,
                  history
                      .lastChange("spec.nodeName")
                      .map(change -> " from %s".formatted(change.author().described()))
                      .orElse(""),
                  PodsmithKeys.ATOMIC_SUBMISSION.key()));
    }
  }

  /** Returns the Job of a driver, empty if its submission is not atomic. */
  public static Optional<Job> of(DriverSpec spec) {
    return spec.preResources().stream()
        .filter(SubmissionLease::isLease)
        .map(Job.class::cast)
        .findFirst();
  }

  /** Returns whether an object is the Job of an atomic submission. */
  public static boolean isLease(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return object instanceof Job && labels != null && labels.containsKey(LABEL);
  }

  /** Returns whether a pod has the gate. */
  public static boolean isGated(Pod pod) {
    return pod.getSpec().getSchedulingGates().stream().anyMatch(g -> GATE.equals(g.getName()));
  }

  /** Returns a pod without the gate, as it is once its submission is complete. */
  public static Pod withoutGate(Pod pod) {
    return isGated(pod)
        ? new PodBuilder(pod)
            .editSpec()
            .removeMatchingFromSchedulingGates(gate -> GATE.equals(gate.getName()))
            .endSpec()
            .build()
        : pod;
  }
}
