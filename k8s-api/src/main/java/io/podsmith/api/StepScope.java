package io.podsmith.api;

import org.apiguardian.api.API;

/**
 * Says what the outcome of a step depends on, so that the engine may run it less often.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StepScope {
  /** The outcome may differ from pod to pod: the step runs for each. The default. */
  POD,
  /**
   * The outcome is the same for all executors of one resource profile: the step must not look at
   * {@link io.podsmith.api.conf.KubernetesExecutorConf#executorId()} or at anything that is derived
   * from it, in the configuration or in the pod, but for what it puts right in {@link
   * KubernetesFeatureConfigStep#configureExecutor}. That may put the executor's id and its names in
   * place as they are, and nothing that is reckoned from the id: the pods of executors whose ids
   * have the same number of digits differ in the id alone. The engine may then run the step once a
   * profile, or a few times, and use the outcome for every executor.
   */
  PROFILE
}
