// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.scheduler.cluster.k8s;

import io.podsmith.scheduler.executor.ExecutorProcess;

/** What the entrypoint of Spark's images starts in an executor. */
public final class KubernetesExecutorBackend {
  private KubernetesExecutorBackend() {}

  /** Runs an executor until its driver lets it go. */
  public static void main(String[] args) {
    ExecutorProcess.main(args);
  }
}
