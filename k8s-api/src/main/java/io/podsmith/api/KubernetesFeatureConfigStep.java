// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Adds one feature to one pod, together with the additional Kubernetes objects that the feature
 * requires.
 *
 * <p>Step authors implement this interface; the engine calls it. A {@link FeatureStepFactory}
 * creates each step for exactly one pod, or for one pod that all executors of a resource profile
 * share. A step receives everything it needs in its constructor and has final fields. The engine
 * calls {@link #configurePod} once and then the other methods, all from one thread except for
 * {@link #deriveForExecutor}. A step must not call the API server: it returns objects, and the
 * engine creates them, sets their owner and deletes them.
 *
 * <p>Right:
 *
 * <pre>{@code
 * public SparkPod configurePod(SparkPod pod) {
 *   return pod.editContainer(c -> c.addNewEnv().withName("TZ").withValue("UTC").endEnv());
 * }
 * }</pre>
 *
 * <p>Wrong, because it discards what earlier steps and the user's pod template have set:
 *
 * <pre>{@code
 * public SparkPod configurePod(SparkPod pod) {
 *   Container mine = new ContainerBuilder().addNewEnv()...build();  // starts from scratch
 *   return SparkPod.of(pod.pod(), mine);
 * }
 * }</pre>
 *
 * <p>The test kit's {@code FeatureStepContract} checks these rules for your step.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface KubernetesFeatureConfigStep {

  /**
   * Adds this feature to the pod.
   *
   * @param pod the result of all earlier steps
   * @return a pod derived from {@code pod}; everything that this step is not responsible for is
   *     unchanged
   */
  SparkPod configurePod(SparkPod pod);

  /**
   * Derives the pod of one executor from the pod of another executor of the same resource profile.
   *
   * <p>Override this method if the step has the scope {@link StepScope#RESOURCE_PROFILE} but writes
   * something of the executor into the pod, such as its id. The engine runs {@link #configurePod}
   * once per profile. It then calls this method for individual executors, on all steps that share
   * their result, in the order of the steps and from several threads at once. The step replaces the
   * values that it wrote for the executor that it was created for, if they are still present, and
   * keeps everything else.
   *
   * <p>Pods of executors whose ids have the same number of digits must differ in the id only: the
   * engine calls this method for some executors and substitutes the ids of the others in the
   * result. A step that makes a choice based on the id, such as picking one of several queues, must
   * have the scope {@link StepScope#POD}.
   *
   * @param pod the pod of the executor that this step was created for
   * @param executor the configuration of the executor whose pod is derived
   * @return the pod for {@code executor}; by default {@code pod} itself
   */
  default SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return pod;
  }

  /**
   * Returns Spark properties for the driver. They override properties of the same key that the user
   * has set.
   *
   * <p>Called for driver pods only: executors receive their properties from the driver.
   *
   * @return Spark properties by key, empty by default
   */
  default Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of();
  }

  /**
   * Returns the objects that must exist before the pod is created, such as a NetworkPolicy or a pod
   * group that admission requires.
   *
   * <p>The engine creates the objects of a driver step before the driver pod and sets the pod as
   * their owner once it exists. If the submission fails, the engine deletes them.
   *
   * @return the objects in creation order, empty by default
   */
  default List<HasMetadata> getAdditionalPreKubernetesResources() {
    return List.of();
  }

  /**
   * Returns the objects that belong to the pod and may be created after it, such as a ConfigMap
   * that it mounts.
   *
   * <p>The pod owns them, so Kubernetes deletes them when the pod is deleted.
   *
   * @return the objects in creation order, empty by default
   */
  default List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of();
  }
}
