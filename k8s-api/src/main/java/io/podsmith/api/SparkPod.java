package io.podsmith.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * A pod under construction together with the container that Spark runs in.
 *
 * <p>The container is kept apart from the pod until the pod is finished: {@link #pod()} lists only
 * the other containers (sidecars), {@link #container()} is Spark's. Values of this class never
 * change. Kubernetes model objects do, so they are copied on the way in and on the way out; an edit
 * copies the part that it edits and shares the rest.
 *
 * <p>Prefer the {@code edit} methods: they start from what is there, so that a step cannot lose
 * what earlier steps did.
 *
 * <p>Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SparkPod {
  private final Pod pod;
  private final Container container;

  private SparkPod(Pod pod, Container container) {
    this.pod = pod;
    this.container = container;
  }

  /**
   * Makes a pod from model objects, which may be changed afterwards without effect on it.
   *
   * @param pod the pod without Spark's container; missing metadata and spec are added empty
   * @param container Spark's container
   * @return the pod
   */
  public static SparkPod of(Pod pod, Container container) {
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(container, "container");
    return new SparkPod(complete(ModelCopies.copy(pod)), ModelCopies.copy(container));
  }

  /**
   * Makes a pod with nothing in it.
   *
   * @return a pod with empty metadata and an empty spec, and a container without a name
   */
  public static SparkPod empty() {
    return new SparkPod(complete(new Pod()), new Container());
  }

  /**
   * Returns the pod without Spark's container.
   *
   * @return a copy, the caller's to change; metadata and spec are never null
   */
  public Pod pod() {
    return ModelCopies.copy(pod);
  }

  /**
   * Returns Spark's container.
   *
   * @return a copy, the caller's to change
   */
  public Container container() {
    return ModelCopies.copy(container);
  }

  /**
   * Returns the pod as it will be created: with Spark's container behind the other containers.
   *
   * @return a copy, the caller's to change
   */
  public Pod toPod() {
    Pod whole = ModelCopies.copy(pod);
    List<Container> containers = new ArrayList<>(whole.getSpec().getContainers());
    containers.add(ModelCopies.copy(container));
    whole.getSpec().setContainers(containers);
    return whole;
  }

  /**
   * Derives a pod with other metadata, such as labels and annotations.
   *
   * @param edit receives a builder that holds the present metadata and returns it changed
   * @return a new pod; this one is unchanged
   */
  public SparkPod editMetadata(UnaryOperator<ObjectMetaBuilder> edit) {
    ObjectMeta metadata = edit.apply(new ObjectMetaBuilder(pod.getMetadata())).build();
    return new SparkPod(withParts(metadata, pod.getSpec()), container);
  }

  /**
   * Derives a pod with another spec: volumes, sidecars, tolerations and the like.
   *
   * @param edit receives a builder that holds the present spec, without Spark's container, and
   *     returns it changed
   * @return a new pod; this one is unchanged
   */
  public SparkPod editSpec(UnaryOperator<PodSpecBuilder> edit) {
    PodSpec spec = ModelCopies.unshare(edit.apply(ModelCopies.edit(pod.getSpec())).build());
    return new SparkPod(withParts(pod.getMetadata(), spec), container);
  }

  /**
   * Derives a pod whose metadata and spec are edited through one builder.
   *
   * <p>{@link #editMetadata} and {@link #editSpec} are cheaper where only one of both is meant.
   *
   * @param edit receives a builder that holds the present pod, without Spark's container, and
   *     returns it changed
   * @return a new pod; this one is unchanged
   */
  public SparkPod editPod(UnaryOperator<PodBuilder> edit) {
    Pod edited = edit.apply(new PodBuilder(ModelCopies.copy(pod))).build();
    return new SparkPod(complete(ModelCopies.copy(edited)), container);
  }

  /**
   * Derives a pod with another Spark container.
   *
   * @param edit receives a builder that holds the present container and returns it changed
   * @return a new pod; this one is unchanged
   */
  public SparkPod editContainer(UnaryOperator<ContainerBuilder> edit) {
    return new SparkPod(pod, ModelCopies.unshare(edit.apply(ModelCopies.edit(container)).build()));
  }

  private Pod withParts(ObjectMeta metadata, PodSpec spec) {
    Pod copy = new Pod(pod.getApiVersion(), pod.getKind(), metadata, spec, pod.getStatus());
    copy.setAdditionalProperties(pod.getAdditionalProperties());
    return copy;
  }

  private static Pod complete(Pod pod) {
    if (pod.getMetadata() == null) {
      pod.setMetadata(new ObjectMeta());
    }
    if (pod.getSpec() == null) {
      pod.setSpec(new PodSpec());
    }
    return pod;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparkPod that
        && pod.equals(that.pod)
        && container.equals(that.container);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pod, container);
  }

  /**
   * Returns names only: a pod may carry secrets in its environment.
   *
   * @return the name of the pod and of Spark's container
   */
  @Override
  public String toString() {
    return "SparkPod{pod="
        + pod.getMetadata().getName()
        + ", container="
        + container.getName()
        + "}";
  }
}
