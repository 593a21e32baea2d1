// SPDX-License-Identifier: Apache-2.0
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
 * A pod under construction, together with the container that Spark runs in.
 *
 * <p>Spark's container is separate from the pod until the pod is complete: {@link #pod()} contains
 * only the other containers (sidecars), {@link #container()} is Spark's container. This class is
 * immutable. Kubernetes model objects are mutable, so they are copied on the way in and on the way
 * out; an edit copies only the part that it changes.
 *
 * <p>Prefer the {@code edit} methods: they start from the current content, so that a step cannot
 * lose the changes of earlier steps.
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
   * Creates a value from copies of model objects.
   *
   * @param pod the pod without Spark's container; if metadata or spec are missing, empty ones are
   *     added
   * @param container Spark's container
   * @return the pod
   */
  public static SparkPod of(Pod pod, Container container) {
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(container, "container");
    return new SparkPod(complete(ModelCopies.copy(pod)), ModelCopies.copy(container));
  }

  /**
   * Creates an empty pod.
   *
   * @return a pod with empty metadata and an empty spec, and a container without a name
   */
  public static SparkPod empty() {
    return new SparkPod(complete(new Pod()), new Container());
  }

  /**
   * Returns the pod without Spark's container.
   *
   * @return a copy that the caller may modify; metadata and spec are never null
   */
  public Pod pod() {
    return ModelCopies.copy(pod);
  }

  /**
   * Returns Spark's container.
   *
   * @return a copy that the caller may modify
   */
  public Container container() {
    return ModelCopies.copy(container);
  }

  /**
   * Returns the complete pod, with Spark's container after the other containers.
   *
   * @return a copy that the caller may modify
   */
  public Pod assemble() {
    Pod whole = ModelCopies.copy(pod);
    List<Container> containers = new ArrayList<>(whole.getSpec().getContainers());
    containers.add(ModelCopies.copy(container));
    whole.getSpec().setContainers(containers);
    return whole;
  }

  /**
   * Returns a pod with edited metadata, such as labels and annotations.
   *
   * @param edit receives a builder with the current metadata and returns the changed builder
   * @return a new pod; this one is unchanged
   */
  public SparkPod editMetadata(UnaryOperator<ObjectMetaBuilder> edit) {
    ObjectMeta metadata = edit.apply(new ObjectMetaBuilder(pod.getMetadata())).build();
    return new SparkPod(withParts(metadata, pod.getSpec()), container);
  }

  /**
   * Returns a pod with an edited spec, such as volumes, sidecars and tolerations.
   *
   * @param edit receives a builder with the current spec, without Spark's container, and returns
   *     the changed builder
   * @return a new pod; this one is unchanged
   */
  public SparkPod editSpec(UnaryOperator<PodSpecBuilder> edit) {
    PodSpec spec = ModelCopies.unshare(edit.apply(ModelCopies.edit(pod.getSpec())).build());
    return new SparkPod(withParts(pod.getMetadata(), spec), container);
  }

  /**
   * Returns a pod whose metadata and spec are edited through one builder.
   *
   * <p>To edit only one of them, use {@link #editMetadata} or {@link #editSpec}, which copy less.
   *
   * @param edit receives a builder with the current pod, without Spark's container, and returns the
   *     changed builder
   * @return a new pod; this one is unchanged
   */
  public SparkPod editPod(UnaryOperator<PodBuilder> edit) {
    Pod edited = edit.apply(new PodBuilder(ModelCopies.copy(pod))).build();
    return new SparkPod(complete(ModelCopies.copy(edited)), container);
  }

  /**
   * Returns a pod whose Spark container is edited.
   *
   * @param edit receives a builder with the current container and returns the changed builder
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
   * Returns a description that contains names only: the environment of a pod may contain secrets.
   *
   * @return the name of the pod and of Spark's container
   */
  @Override
  public String toString() {
    return "SparkPod{pod=%s, container=%s}"
        .formatted(pod.getMetadata().getName(), container.getName());
  }
}
