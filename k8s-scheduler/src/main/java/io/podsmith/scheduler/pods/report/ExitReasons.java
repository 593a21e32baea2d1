// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import io.podsmith.core.executors.PodRules;
import io.podsmith.core.pods.Disruptions;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Says why an executor ended, and whose doing that was. */
public final class ExitReasons {
  private static final String OOM_KILLED = "OOMKilled";
  private static final String EVICTED = "Evicted";
  private static final long MEBI = 1024 * 1024;

  /** Reasons of a pod's status with which the cluster takes a pod away. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "Preempting",
          "Preempted",
          "NodeLost",
          "NodeShutdown",
          "Shutdown",
          "Terminated",
          "NodeAffinity",
          "UnexpectedAdmissionError",
          "TopologyAffinityError");

  /** What the kubelet has too little of for a pod follows, for example {@code nvidia.com/gpu}. */
  private static final String OUT_OF = "OutOf";

  /** How the kubelet words an eviction for a limit that the pod itself has set. */
  private static final List<String> OWN_LIMITS =
      List.of("exceeds the limit", "exceeds the total limit", "exceeded its local ephemeral");

  private ExitReasons() {}

  /** Describes the end of an executor whose pod is in a final phase. */
  public static ExecutorExit of(ExecutorPod pod, PodRules rules) {
    return of(pod, rules, OptionalLong.empty());
  }

  /**
   * Describes the end of an executor whose pod is in a final phase.
   *
   * @param lastUsage the memory in bytes that its container used when that was last measured
   */
  public static ExecutorExit of(ExecutorPod pod, PodRules rules, OptionalLong lastUsage) {
    int exitCode = pod.exitCode().orElse(ExecutorExit.UNKNOWN_EXIT_CODE);
    Optional<PodCondition> disruption = pod.condition(PodCondition.DISRUPTION);
    StringBuilder said = new StringBuilder(pod.title());
    ExitCause cause;
    if (exceededOwnLimit(pod)) {
      cause = ExitCause.OWN_LIMIT;
      said.append(" was evicted for exceeding its limits");
    } else if (disruption.isPresent()) {
      cause = ExitCause.CLUSTER;
      PodCondition condition = disruption.get();
      said.append(" was deleted by the cluster: ")
          .append(Disruptions.ofCondition(condition.reason(), condition.message()));
    } else if (pod.reason().equals(EVICTED)) {
      cause = ExitCause.CLUSTER;
      said.append(" was evicted from its node");
    } else if (OF_THE_CLUSTER.contains(pod.reason()) || pod.reason().startsWith(OUT_OF)) {
      cause = ExitCause.CLUSTER;
      said.append(" was ended by the cluster");
    } else if (oomKilled(pod, rules)) {
      cause = ExitCause.OUT_OF_MEMORY;
      said.append(" was killed for exceeding the memory limit of its container");
      if (!pod.memoryLimit().isEmpty()) {
        said.append(" (").append(pod.memoryLimit());
        lastUsage.ifPresent(
            bytes ->
                said.append("; when last measured it used ").append(bytes / MEBI).append("Mi"));
        said.append(')');
      }
      said.append("; raise spark.executor.memoryOverhead or spark.executor.memory");
    } else if (pod.phase() == ExecutorPhase.DELETED || pod.deleting()) {
      cause = ExitCause.DELETED;
      said.append(" was deleted by a user or by Spark");
    } else if (pod.phase() == ExecutorPhase.SUCCEEDED) {
      cause = ExitCause.FINISHED;
      said.append(" has finished");
    } else {
      cause = ExitCause.APPLICATION;
      said.append(pod.exitCode().isPresent() ? " exited" : " ended");
    }
    pod.exitCode().ifPresent(code -> said.append(", exit code ").append(describe(code)));
    said.append(" (pod ").append(pod.name());
    if (!pod.node().isEmpty()) {
      said.append(" on node ").append(pod.node());
    }
    said.append(").");
    if (!pod.reason().isEmpty() || !pod.message().isEmpty()) {
      said.append(" Kubernetes says: ").append(joined(pod.reason(), pod.message())).append('.');
    }
    for (ContainerState container : pod.containers()) {
      said.append(" Container ").append(container.name());
      said.append(container.isTerminated() ? " ended" : " waited");
      container.exitCode().ifPresent(code -> said.append(" with exit code ").append(code));
      String why = joined(container.reason(), container.message().strip());
      said.append(why.isEmpty() ? "." : ": " + why + ".");
    }
    return new ExecutorExit(exitCode, cause, said.toString());
  }

  private static boolean exceededOwnLimit(ExecutorPod pod) {
    return pod.reason().equals(EVICTED) && OWN_LIMITS.stream().anyMatch(pod.message()::contains);
  }

  private static boolean oomKilled(ExecutorPod pod, PodRules rules) {
    return pod.containers().stream()
        .anyMatch(c -> c.name().equals(rules.sparkContainer()) && c.reason().equals(OOM_KILLED));
  }

  private static String joined(String reason, String message) {
    if (reason.isEmpty() || message.isEmpty()) {
      return reason + message;
    }
    return reason + ", " + message;
  }

  /** Puts known exit codes into words. */
  static String describe(int code) {
    String words =
        switch (code) {
          case 0 -> "success";
          case 1 -> "a failure that the executor's log explains";
          case 10, 50 -> "an exception that nothing caught";
          case 52 -> "the JVM ran out of memory";
          case 53 -> "no directory for temporary files could be created";
          case 56 -> "heartbeats did not reach the driver";
          case 126 -> "the command cannot be run";
          case 127 -> "the command was not found";
          case 137 -> "killed, often for lack of memory";
          case 139 -> "the JVM crashed";
          case 143 -> "terminated by SIGTERM";
          default -> "";
        };
    return words.isEmpty() ? Integer.toString(code) : code + " (" + words + ")";
  }
}
