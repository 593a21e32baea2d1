// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.scheduler.cluster.k8s;

import java.io.Serial;
import java.io.Serializable;

/**
 * An executor asks the driver for its id: pods that Kubernetes makes from a template are all alike.
 *
 * <p>Name, field and version are those of Spark's own message, so that executors of a stock image
 * can ask a driver that runs Podsmith.
 */
public final class GenerateExecID implements Serializable {
  @Serial private static final long serialVersionUID = -7503550447497944822L;

  private final String podName;

  /** Asks on behalf of a pod. */
  public GenerateExecID(String podName) {
    this.podName = podName;
  }

  /** Returns the pod of the executor that asks. */
  public String podName() {
    return podName;
  }
}
