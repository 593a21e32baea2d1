package io.podsmith.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Adds one feature to one pod, and the Kubernetes objects that the feature needs beside it.
 *
 * <p>Authors of steps implement this; the engine calls it. A step is made by a {@link
 * FeatureStepFactory} for exactly one pod, or for one that the executors of a profile share: what
 * it needs it gets in its constructor, and its fields are final. The engine calls {@link
 * #configurePod} once and then the other methods, all from one thread but for {@link
 * #configureExecutor}. A step must not talk to the API server; it returns objects and the engine
 * creates, owns and cleans them.
 *
 * <p>Right:
 *
 * <pre>{@code
 * public SparkPod configurePod(SparkPod pod) {
 *   return pod.editContainer(c -> c.addNewEnv().withName("TZ").withValue("UTC").endEnv());
 * }
 * }</pre>
 *
 * <p>Wrong, because it throws away what earlier steps and the user's pod template set:
 *
 * <pre>{@code
 * public SparkPod configurePod(SparkPod pod) {
 *   Container mine = new ContainerBuilder().addNewEnv()...build();  // starts from nothing
 *   return SparkPod.of(pod.pod(), mine);
 * }
 * }</pre>
 *
 * <p>The test kit's {@code FeatureStepContract} checks these rules for a step of yours.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface KubernetesFeatureConfigStep {

  /**
   * Adds this feature to the pod.
   *
   * @param pod the outcome of all earlier steps
   * @return a pod derived from {@code pod}; what this step does not own is kept as it was
   */
  SparkPod configurePod(SparkPod pod);

  /**
   * Makes the pod of one executor of that of another executor of the same resource profile.
   *
   * <p>For steps of the scope {@link StepScope#PROFILE} that put something of the executor into the
   * pod after all, such as its id. The engine has run {@link #configurePod} once for the profile,
   * and calls this for executors after all steps that share their outcome, in the order of the
   * steps, from several threads at once. A step replaces what it wrote for the executor that it was
   * made for, where it still stands, and keeps everything else. The pods of executors whose ids
   * have the same number of digits must differ in the id alone: the engine calls this for some of
   * them and puts the ids of the others into what came out. A step that chooses by the id, such as
   * one of several queues, has the scope {@link StepScope#POD}.
   *
   * @param pod the pod as the steps of the profile made it for the executor that this step was made
   *     for
   * @param executor the executor that the pod is to be for
   * @return the pod for {@code executor}; by default {@code pod} itself
   */
  default SparkPod configureExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return pod;
  }

  /**
   * Returns Spark properties that the driver is to be started with, on top of those that the user
   * gave and in place of a user's value for the same key.
   *
   * <p>Read for driver pods only: an executor receives its properties from the driver.
   *
   * @return Spark properties by key, empty by default
   */
  default Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of();
  }

  /**
   * Returns the objects that must exist before the pod is created, such as a policy or a pod group
   * that admission looks for.
   *
   * <p>Objects of a driver's step are created before the driver pod and become owned by it as soon
   * as it exists. If the submission fails, they are removed.
   *
   * @return the objects in the order in which they are to be created, empty by default
   */
  default List<HasMetadata> getAdditionalPreKubernetesResources() {
    return List.of();
  }

  /**
   * Returns the objects that belong to the pod and may be created after it, such as a ConfigMap
   * that it mounts.
   *
   * <p>They are owned by the pod and go when it goes.
   *
   * @return the objects in the order in which they are to be created, empty by default
   */
  default List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of();
  }
}
