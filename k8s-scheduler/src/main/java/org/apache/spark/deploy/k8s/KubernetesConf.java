// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.podsmith.scheduler.ScalaInterop;
import io.podsmith.scheduler.steps.SparkValues;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/** Spark's view of the application and of one pod, for step classes of Spark's contract. */
public abstract class KubernetesConf {
  private static final String NODE_SELECTOR = "spark.kubernetes.node.selector.";

  private final io.podsmith.api.conf.KubernetesConf conf;
  private final SparkConf sparkConf;

  KubernetesConf(io.podsmith.api.conf.KubernetesConf conf, SparkConf sparkConf) {
    this.conf = conf;
    this.sparkConf = sparkConf;
  }

  public static String getKubernetesAppId() {
    return KubernetesConf$.MODULE$.getKubernetesAppId();
  }

  public static String getResourceNamePrefix(String appName) {
    return KubernetesConf$.MODULE$.getResourceNamePrefix(appName);
  }

  public static String getAppNameLabel(String appName) {
    return KubernetesConf$.MODULE$.getAppNameLabel(appName);
  }

  public static String buildKubernetesResourceName(String vendorDomain, String resourceName) {
    return KubernetesConf$.MODULE$.buildKubernetesResourceName(vendorDomain, resourceName);
  }

  public SparkConf sparkConf() {
    return sparkConf;
  }

  public String resourceNamePrefix() {
    return conf.resourceNamePrefix();
  }

  public Map<String, String> labels() {
    return SparkValues.map(conf.labels());
  }

  public Map<String, String> environment() {
    return SparkValues.map(conf.environment());
  }

  public Map<String, String> annotations() {
    return SparkValues.map(conf.annotations());
  }

  public Map<String, String> secretEnvNamesToKeyRefs() {
    return SparkValues.keyReferences(conf.secretEnvNamesToKeyRefs());
  }

  public Map<String, String> secretNamesToMountPaths() {
    return SparkValues.map(conf.secretNamesToMountPaths());
  }

  public Seq<KubernetesVolumeSpec> volumes() {
    return SparkValues.volumes(conf.volumes());
  }

  public Option<String> schedulerName() {
    return ScalaInterop.option(conf.schedulerName());
  }

  public String appId() {
    return conf.appId();
  }

  public String image() {
    return conf.image();
  }

  public String appName() {
    return conf.appName();
  }

  public String sparkVersion() {
    return conf.sparkVersion();
  }

  public String namespace() {
    return conf.namespace();
  }

  public String imagePullPolicy() {
    return conf.imagePullPolicy();
  }

  public Seq<LocalObjectReference> imagePullSecrets() {
    return ScalaInterop.seq(
        conf.imagePullSecrets().stream().map(LocalObjectReference::new).toList());
  }

  public boolean workerDecommissioning() {
    return conf.isDecommissioningEnabled();
  }

  public Map<String, String> nodeSelector() {
    return withPrefix(NODE_SELECTOR);
  }

  final Map<String, String> withPrefix(String prefix) {
    return SparkValues.map(conf.getAllWithPrefix(prefix));
  }

  public boolean contains(ConfigEntry<?> entry) {
    return sparkConf.contains(entry);
  }

  public <T> T get(ConfigEntry<T> entry) {
    return sparkConf.get(entry);
  }

  public String get(String key) {
    return sparkConf.get(key);
  }

  public String get(String key, String defaultValue) {
    return sparkConf.get(key, defaultValue);
  }

  public Option<String> getOption(String key) {
    return sparkConf.getOption(key);
  }
}
