// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.scheduler.ScalaInterop;
import org.apache.spark.SparkConf;
import scala.Option;
import scala.collection.immutable.Map;

/** Spark's view of an executor, for step classes of Spark's contract. */
public class KubernetesExecutorConf extends KubernetesConf {
  private static final String NODE_SELECTOR = "spark.kubernetes.executor.node.selector.";

  private final io.podsmith.api.conf.KubernetesExecutorConf executor;

  public KubernetesExecutorConf(
      io.podsmith.api.conf.KubernetesExecutorConf executor, SparkConf sparkConf) {
    super(executor, sparkConf);
    this.executor = executor;
  }

  public String executorId() {
    return executor.executorId();
  }

  public Option<Pod> driverPod() {
    return ScalaInterop.option(executor.driverPod());
  }

  public int resourceProfileId() {
    return executor.resourceProfileId();
  }

  public Map<String, String> executorNodeSelector() {
    return withPrefix(NODE_SELECTOR);
  }
}
