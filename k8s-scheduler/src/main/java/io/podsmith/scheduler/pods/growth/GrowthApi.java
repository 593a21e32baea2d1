package io.podsmith.scheduler.pods.growth;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.List;
import java.util.Map;

/**
 * What is asked of the API server to have executors grow while they run.
 *
 * <p>Calls wait for the answer, may come from several threads, and fail with {@link ApiFailure}.
 */
public interface GrowthApi {
  /**
   * How large a claim is.
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
   * Tells how much memory the application's executors use.
   *
   * @return bytes by pod and container; what has not been measured is missing
   */
  Map<String, Map<String, Long>> memoryUsage();

  /** Gives a container of a running pod another limit and request of memory. */
  void resizeMemory(String podName, String container, long bytes);

  /**
   * Tells in which claims the local directories of an executor lie.
   *
   * @return a claim for each directory, empty where it lies in none; no element where there is no
   *     such pod
   */
  List<String> claimsOfLocalDirs(String podName, String container);

  /** Tells how large a claim is. */
  ClaimSize claimSize(String claim);

  /** Asks for a larger volume. */
  void resizeClaim(String claim, long bytes);
}
