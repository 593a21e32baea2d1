// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.deadline

import io.podsmith.api.FeatureStepFactory
import io.podsmith.api.KubernetesFeatureConfigStep
import io.podsmith.api.PodRole
import io.podsmith.api.conf.ConfigEntry
import io.podsmith.api.conf.KubernetesConf
import java.util.Optional
import java.util.concurrent.TimeUnit

/**
 * Limits the time of drivers if `spark.acme.deadline` is set.
 *
 * The file `META-INF/services/io.podsmith.api.FeatureStepFactory` registers it: `@AutoService` is for Java.
 */
class DeadlineFeatureStepFactory : FeatureStepFactory {
  override fun id() = "acme.deadline"

  override fun description() = "Ends drivers that run for too long."

  override fun roles() = setOf(PodRole.DRIVER)

  override fun configEntries() = listOf(DEADLINE)

  override fun create(conf: KubernetesConf): Optional<KubernetesFeatureConfigStep> =
    conf.get(DEADLINE).map { seconds -> step(seconds) }

  /** A shorter deadline, such as that of a pod template, is kept. */
  private fun step(seconds: Long) = KubernetesFeatureConfigStep { pod ->
    pod.editSpec { spec ->
      val current: Long? = spec.activeDeadlineSeconds
      spec.withActiveDeadlineSeconds(minOf(seconds, current ?: seconds))
    }
  }

  companion object {
    val DEADLINE: ConfigEntry<Optional<Long>> =
      ConfigEntry.key("spark.acme.deadline")
        .doc("How long a driver may run, such as 2h. Kubernetes ends it afterwards.")
        .since("1.0.0")
        .timeType(TimeUnit.SECONDS)
        .check({ it >= 60 }, "at least 60s")
        .optional()
  }
}
