// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A {@link Submission} that has run.
 *
 * @param exitCode the exit code of {@code spark-submit}
 * @param output what {@code spark-submit} printed; in client mode that is the driver's output
 * @param driverPod the driver pod as it was last seen; empty in client mode, and if none was
 *     created
 * @param driverLog the driver's output
 * @param executors the executor pods in the order of their creation, each as it was last seen
 * @param objects what was created, as it was sent to the API server: pods and the objects beside
 *     them, in the order of the requests; empty on a cluster without its own API server
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SubmissionRun(
    int exitCode,
    String output,
    Optional<Pod> driverPod,
    String driverLog,
    List<Pod> executors,
    List<HasMetadata> objects) {
  /**
   * Returns the created objects of one kind.
   *
   * @param <T> the kind
   * @param type the class of the kind, for example {@code ConfigMap.class}
   * @return the objects as they were sent to the API server
   */
  public <T extends HasMetadata> List<T> objects(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Leaves the objects out: they may hold secrets. */
  @Override
  public String toString() {
    return "SubmissionRun{exitCode=%d, executors=%d}".formatted(exitCode, executors.size());
  }
}
