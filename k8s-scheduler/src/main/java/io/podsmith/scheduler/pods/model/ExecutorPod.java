// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is kept of an executor's pod: little, as there may be thousands. One flat record, since
 * nested ones would cost three more objects for each watch event.
 *
 * @param id the executor, {@link #NO_ID} while a pod that was made from a template has none yet
 * @param version the pod's resource version, 0 where it is not a number
 * @param profileId the resource profile, 0 where the pod does not say
 * @param deleting whether its deletion was requested
 * @param inactive whether it is marked as kept, and no concern any more
 * @param graceSeconds how long the pod may take to end: as its deletion says, or its spec
 * @param node where it runs, empty while it has no place
 * @param claims the volume claims that it uses
 * @param memoryLimit of Spark's container, as the pod says it, empty if none
 * @param reason of the pod's status, empty if none
 * @param message of the pod's status, empty if none
 * @param containers the containers that wait or have ended
 * @param conditions the conditions that tell of trouble
 * @param exitCode of Spark's container, empty unless it has ended
 * @param restarts how often Spark's container was started again in this pod
 * @param lastEnd how Spark's container ended before it was started again, empty if it was not
 */
public record ExecutorPod(
    long id,
    String name,
    String uid,
    long version,
    int profileId,
    ExecutorPhase phase,
    boolean deleting,
    boolean inactive,
    int graceSeconds,
    String node,
    List<String> claims,
    String memoryLimit,
    String reason,
    String message,
    List<ContainerState> containers,
    List<PodCondition> conditions,
    OptionalInt exitCode,
    int restarts,
    Optional<ContainerState> lastEnd) {
  /** The id of an executor that has not requested one yet. */
  public static final long NO_ID = -1;

  public boolean hasId() {
    return id != NO_ID;
  }

  /** The executor as messages call it. */
  public String title() {
    return hasId() ? "Executor " + id : "An executor without an id yet";
  }

  public Optional<PodCondition> condition(String type) {
    for (PodCondition condition : conditions) {
      if (condition.type().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  /** Returns the same pod, gone from the cluster. */
  public ExecutorPod gone() {
    return phase.isFinal()
        ? this
        : ended(version, ExecutorPhase.DELETED, true, containers, exitCode);
  }

  /**
   * Returns the executor as it ended, where its container has been started again since: by now the
   * pod is another executor's.
   */
  public ExecutorPod supersededBy(ExecutorPod successor) {
    OptionalInt code =
        successor.lastEnd().map(ContainerState::exitCode).orElse(OptionalInt.empty());
    boolean succeeded = code.isPresent() && code.getAsInt() == 0;
    return ended(
        successor.version(),
        succeeded ? ExecutorPhase.SUCCEEDED : ExecutorPhase.FAILED,
        deleting,
        successor.lastEnd().map(List::of).orElse(List.of()),
        code);
  }

  private ExecutorPod ended(
      long endVersion,
      ExecutorPhase finalPhase,
      boolean isDeleting,
      List<ContainerState> endedContainers,
      OptionalInt code) {
    return new ExecutorPod(
        id,
        name,
        uid,
        endVersion,
        profileId,
        finalPhase,
        isDeleting,
        inactive,
        graceSeconds,
        node,
        claims,
        memoryLimit,
        reason,
        message,
        endedContainers,
        conditions,
        code,
        restarts,
        lastEnd);
  }
}
