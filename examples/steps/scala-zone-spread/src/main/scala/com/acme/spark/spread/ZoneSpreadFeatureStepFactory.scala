// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spread

import java.lang.{Boolean => JBoolean}
import java.util.{EnumSet, List => JList, Optional, Set => JSet}

import io.fabric8.kubernetes.api.model.{TopologySpreadConstraint, TopologySpreadConstraintBuilder}
import io.podsmith.api.{FeatureStepFactory, KubernetesFeatureConfigStep, PodRole, SparkPod, StepScope}
import io.podsmith.api.conf.{ConfigEntry, KubernetesConf}

/**
 * Spreads the executors of an application if `spark.acme.spread.enabled` is true.
 *
 * The file `META-INF/services/io.podsmith.api.FeatureStepFactory` registers it: `@AutoService` is for Java.
 */
final class ZoneSpreadFeatureStepFactory extends FeatureStepFactory {
  import ZoneSpreadFeatureStepFactory._

  override def id: String = "acme.zone-spread"

  override def description: String = "Spreads executors over the zones of a cluster."

  override def roles: JSet[PodRole] = EnumSet.of(PodRole.EXECUTOR)

  override def scope: StepScope = StepScope.RESOURCE_PROFILE

  override def configEntries: JList[ConfigEntry[_]] = JList.of(Enabled, Topology, Strict)

  override def create(conf: KubernetesConf): Optional[KubernetesFeatureConfigStep] =
    if (conf.get(Enabled)) Optional.of(new ZoneSpreadFeatureStep(constraint(conf)))
    else Optional.empty()

  private def constraint(conf: KubernetesConf): TopologySpreadConstraint =
    new TopologySpreadConstraintBuilder()
      .withMaxSkew(1)
      .withTopologyKey(conf.get(Topology))
      .withWhenUnsatisfiable(if (conf.get(Strict)) "DoNotSchedule" else "ScheduleAnyway")
      .withNewLabelSelector()
      .addToMatchLabels("spark-app-selector", conf.appId)
      .addToMatchLabels("spark-role", "executor")
      .endLabelSelector()
      .build()
}

object ZoneSpreadFeatureStepFactory {
  private val Enabled: ConfigEntry[JBoolean] =
    ConfigEntry
      .key("spark.acme.spread.enabled")
      .doc("Whether executors are spread over zones.")
      .since("1.0.0")
      .booleanType()
      .withDefault(false)

  private val Topology: ConfigEntry[String] =
    ConfigEntry
      .key("spark.acme.spread.topologyKey")
      .doc("The node label that names the zone.")
      .since("1.0.0")
      .stringType()
      .check(key => key.matches("[A-Za-z0-9][A-Za-z0-9./_-]*"), "the key of a node label")
      .withDefault("topology.kubernetes.io/zone")

  private val Strict: ConfigEntry[JBoolean] =
    ConfigEntry
      .key("spark.acme.spread.strict")
      .doc("Whether executors stay pending rather than make one zone fuller than the others.")
      .since("1.0.0")
      .booleanType()
      .withDefault(false)
}

/** Adds the constraint to those that the pod has. */
private final class ZoneSpreadFeatureStep(constraint: TopologySpreadConstraint)
    extends KubernetesFeatureConfigStep {
  override def configurePod(pod: SparkPod): SparkPod =
    pod.editSpec(spec => spec.addToTopologySpreadConstraints(constraint))
}
