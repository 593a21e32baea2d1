// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.List;
import java.util.Map;

/**
 * Requests that resize running executors.
 *
 * <p>Calls wait for the answer, may come from several threads, and fail with {@link ApiFailure}.
 */
public interface GrowthApi {
  /**
   * The size of a claim.
   *
   * @param requested in bytes
   * @param capacity what its volume has, in bytes
   */
  record ClaimSize(long requested, long capacity) {
    boolean isGrowing() {
      return requested > capacity;
    }
  }

  /**
   * Returns the memory usage of the application's executors.
   *
   * @return bytes by pod and container; what has not been measured is missing
   */
  Map<String, Map<String, Long>> memoryUsage();

  /** Sets the memory limit and request of a container of a running pod. */
  void resizeMemory(String podName, String container, long bytes);

  /**
   * Returns the claims that contain the local directories of an executor.
   *
   * @return a claim for each directory, empty where it lies in none; no element where there is no
   *     such pod
   */
  List<String> claimsOfLocalDirs(String podName, String container);

  /** Returns the size of a claim. */
  ClaimSize claimSize(String claim);

  /** Requests a larger volume. */
  void resizeClaim(String claim, long bytes);
}
