// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import org.apiguardian.api.API;

/**
 * What the result of a step depends on. The engine runs a step with a wider scope less often.
 *
 * <p>Expect more constants in later minor versions.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StepScope {
  /** The result may differ between pods: the step runs for each pod. This is the default. */
  POD,
  /**
   * The result is the same for all executors of a resource profile, so the engine may run the step
   * once or a few times per profile and use the result for every executor.
   *
   * <p>The step must not use {@link io.podsmith.api.conf.KubernetesExecutorConf#executorId()} or
   * anything derived from it, in the configuration or in the pod, except for values that it
   * replaces in {@link KubernetesFeatureConfigStep#deriveForExecutor}. Those may be the executor's
   * id and names as they are, but nothing computed from the id: pods of executors whose ids have
   * the same number of digits must differ in the id only.
   */
  RESOURCE_PROFILE
}
