// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.allocator;

import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * How the pod of an executor is doing.
 *
 * @param executorId the executor, empty while a pod that was made from a template has none
 * @param podName the name of the pod
 * @param resourceProfileId the id of the resource profile
 * @param state what it is doing
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ObservedPod(
    OptionalLong executorId, String podName, int resourceProfileId, State state) {
  /** What a pod is doing. Expect more constants. */
  public enum State {
    /** It is there and does not run yet. */
    PENDING,
    /** It runs. */
    RUNNING,
    /** It was told to go, or has ended; it is no executor any more. */
    ENDING,
    /** It is not in the cluster any more. */
    GONE
  }
}
