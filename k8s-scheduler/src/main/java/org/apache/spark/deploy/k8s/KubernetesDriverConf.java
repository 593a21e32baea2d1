// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.podsmith.scheduler.ScalaInterop;
import io.podsmith.scheduler.steps.SparkValues;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.submit.MainAppResource;
import scala.Option;
import scala.collection.immutable.Map;

/** Spark's view of a driver, for step classes of Spark's contract. */
public class KubernetesDriverConf extends KubernetesConf {
  private static final String NODE_SELECTOR = "spark.kubernetes.driver.node.selector.";

  private final io.podsmith.api.conf.KubernetesDriverConf driver;

  public KubernetesDriverConf(
      io.podsmith.api.conf.KubernetesDriverConf driver, SparkConf sparkConf) {
    super(driver, sparkConf);
    this.driver = driver;
  }

  public MainAppResource mainAppResource() {
    return SparkValues.mainAppResource(driver.mainAppResource());
  }

  public String mainClass() {
    return driver.mainClass();
  }

  public String[] appArgs() {
    return driver.appArgs().toArray(String[]::new);
  }

  public Option<String> proxyUser() {
    return ScalaInterop.option(driver.proxyUser());
  }

  public Map<String, String> driverNodeSelector() {
    return withPrefix(NODE_SELECTOR);
  }

  public String driverServiceName() {
    return driver.driverServiceName();
  }

  public Map<String, String> serviceLabels() {
    return SparkValues.map(driver.serviceLabels());
  }

  public Map<String, String> serviceAnnotations() {
    return SparkValues.map(driver.serviceAnnotations());
  }
}
