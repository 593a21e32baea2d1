// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.example

import io.fabric8.kubernetes.api.model.{ConfigMapBuilder, ContainerBuilder, HasMetadata, PersistentVolumeClaimBuilder, PodBuilder, Quantity}

import org.apache.spark.deploy.k8s.{KubernetesConf, KubernetesDriverConf, KubernetesExecutorConf, SparkPod}
import org.apache.spark.deploy.k8s.Config._
import org.apache.spark.deploy.k8s.Constants._
import org.apache.spark.deploy.k8s.features.{KubernetesDriverCustomFeatureConfigStep, KubernetesExecutorCustomFeatureConfigStep, KubernetesFeatureConfigStep}

/** Adds labels, annotations, a deadline and an init container; does not need the settings. */
class ScalaLabels extends KubernetesFeatureConfigStep {
  override def configurePod(pod: SparkPod): SparkPod = {
    val changed = new PodBuilder(pod.pod)
      .editOrNewMetadata()
        .addToLabels("team", "data")
        .addToAnnotations("example.org/cost-center", "4711")
      .endMetadata()
      .editOrNewSpec()
        .withActiveDeadlineSeconds(3600L)
        .addNewInitContainer().withName("fetch").withImage("busybox:1.36").endInitContainer()
      .endSpec()
      .build()
    val container = new ContainerBuilder(pod.container)
      .addNewEnv().withName("FROM_STEP").withValue("yes").endEnv()
      .build()
    pod.copy(pod = changed).copy(container = container)
  }
}

/** Runs in both roles, and looks at which configuration it was given. */
class ScalaBothRoles
    extends KubernetesDriverCustomFeatureConfigStep
    with KubernetesExecutorCustomFeatureConfigStep {
  private var conf: KubernetesConf = _

  override def init(config: KubernetesDriverConf): Unit = conf = config

  override def init(config: KubernetesExecutorConf): Unit = conf = config

  override def configurePod(pod: SparkPod): SparkPod = {
    val role = conf match {
      case d: KubernetesDriverConf => "driver of " + d.mainClass + d.appArgs.mkString("(", ",", ")")
      case e: KubernetesExecutorConf => "executor of profile " + e.resourceProfileId
      case _ => "unknown"
    }
    pod.transform { case p if conf.isInstanceOf[KubernetesConf] =>
      SparkPod(
        new PodBuilder(p.pod).editMetadata()
          .addToAnnotations("example.org/role", role)
          .addToAnnotations("example.org/role-label", conf.labels(SPARK_ROLE_LABEL))
          .addToAnnotations("example.org/app", conf.appName)
          .addToAnnotations("example.org/ns", conf.get(KUBERNETES_NAMESPACE))
          .addToAnnotations("example.org/pull-policy", conf.imagePullPolicy)
          .addToAnnotations("example.org/scheduler", conf.schedulerName.getOrElse("default"))
          .addToAnnotations("example.org/selectors", conf.nodeSelector.toSeq.sorted.mkString(";"))
          .addToAnnotations("example.org/volumes",
            conf.volumes.map(v => v.volumeName + "=" + v.mountPath).sorted.mkString(";"))
          .addToAnnotations("example.org/env", conf.environment.toSeq.sorted.mkString(";"))
          .addToAnnotations("example.org/option", conf.getOption("spark.example.none").toString)
        .endMetadata().build(),
        p.container)
    }
  }
}

/** Adds a claim beside each executor. */
class ScalaClaim extends KubernetesExecutorCustomFeatureConfigStep {
  private var conf: KubernetesExecutorConf = _

  override def init(config: KubernetesExecutorConf): Unit = conf = config

  override def configurePod(pod: SparkPod): SparkPod = pod

  override def getAdditionalKubernetesResources(): Seq[HasMetadata] = Seq(
    new PersistentVolumeClaimBuilder()
      .withNewMetadata()
        .withName(s"${conf.resourceNamePrefix}-exec-${conf.executorId}-example")
      .endMetadata()
      .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources().addToRequests("storage", new Quantity("1Gi")).endResources()
      .endSpec()
      .build())
}

/** Turns on the network of the node by a setting of its own. */
class ScalaHostNetwork extends KubernetesDriverCustomFeatureConfigStep {
  private var conf: KubernetesDriverConf = _

  override def init(config: KubernetesDriverConf): Unit = conf = config

  override def configurePod(pod: SparkPod): SparkPod =
    if (conf.sparkConf.getBoolean("spark.example.hostNetwork.enabled", defaultValue = false)) {
      pod.copy(pod = new PodBuilder(pod.pod).editSpec().withHostNetwork(true)
        .withDnsPolicy(conf.sparkConf.get("spark.example.dnsPolicy", "ClusterFirstWithHostNet"))
        .endSpec().build())
    } else {
      pod
    }
}

/** Adds objects before and beside the driver, and a property. */
class ScalaObjects extends KubernetesDriverCustomFeatureConfigStep {
  private var conf: KubernetesDriverConf = _

  override def init(config: KubernetesDriverConf): Unit = conf = config

  override def configurePod(pod: SparkPod): SparkPod = pod

  override def getAdditionalPodSystemProperties(): Map[String, String] =
    super.getAdditionalPodSystemProperties() ++ Map("spark.example.from.step" -> "set")

  override def getAdditionalPreKubernetesResources(): Seq[HasMetadata] =
    super.getAdditionalPreKubernetesResources() ++ Seq(configMap("before"))

  override def getAdditionalKubernetesResources(): Seq[HasMetadata] =
    super.getAdditionalKubernetesResources() ++ Seq(configMap("beside"))

  private def configMap(name: String): HasMetadata =
    new ConfigMapBuilder().withNewMetadata().withName(conf.resourceNamePrefix + "-" + name).endMetadata()
      .addToData("key", "value").build()
}
