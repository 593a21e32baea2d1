// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.ExecutorSpec;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The objects of a {@link Submission} before they are created.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BuiltSubmission {
  private final DriverSpec driver;
  private final ExecutorSpec executor;

  BuiltSubmission(DriverSpec driver, ExecutorSpec executor) {
    this.driver = driver;
    this.executor = executor;
  }

  /**
   * Returns the driver pod.
   *
   * @return the complete pod
   */
  public Pod driverPod() {
    return driver.pod();
  }

  /**
   * Returns the first executor pod of the default resource profile.
   *
   * @return the complete pod
   */
  public Pod executorPod() {
    return executor.pod();
  }

  /**
   * Returns what is created beside the driver pod.
   *
   * @return the objects in the order of their creation
   */
  public List<HasMetadata> driverObjects() {
    return driver.objects();
  }

  /**
   * Returns what is created beside the executor pod.
   *
   * @return the objects in the order of their creation
   */
  public List<HasMetadata> executorObjects() {
    return executor.objects();
  }

  /**
   * Returns which step added what to the driver pod, as {@code spark-submit} logs it.
   *
   * @return text of several lines
   */
  public String account() {
    return driver.account();
  }
}
