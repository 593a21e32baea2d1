// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.history.SpecOrigins;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that is to be created for an executor. */
public final class ExecutorSpec {
  private final String podName;
  private final Supplier<Pod> pod;
  private final Optional<String> json;
  private final Optional<String> sparkContainer;
  private final List<HasMetadata> preResources;
  private final List<HasMetadata> resources;
  private final SpecOrigins origins;

  private ExecutorSpec(
      String podName,
      Supplier<Pod> pod,
      Optional<String> json,
      Optional<String> sparkContainer,
      List<HasMetadata> preResources,
      List<HasMetadata> resources,
      SpecOrigins origins) {
    this.podName = podName;
    this.pod = pod;
    this.json = json;
    this.sparkContainer = sparkContainer;
    this.preResources = List.copyOf(preResources);
    this.resources = List.copyOf(resources);
    this.origins = origins;
  }

  /**
   * Makes a spec of what is there already.
   *
   * @param pod the whole pod, Spark's container included
   * @param preResources what must exist before the pod
   * @param resources what is created after it
   */
  public ExecutorSpec(Pod pod, List<HasMetadata> preResources, List<HasMetadata> resources) {
    this(pod, preResources, resources, SpecOrigins.unknown());
  }

  ExecutorSpec(
      Pod pod, List<HasMetadata> preResources, List<HasMetadata> resources, SpecOrigins origins) {
    this(
        Objects.requireNonNullElse(pod.getMetadata().getName(), ""),
        () -> pod,
        Optional.empty(),
        Optional.empty(),
        preResources,
        resources,
        origins);
  }

  /** Makes a spec of a pod that is known as text, with nothing beside it. */
  static ExecutorSpec ofText(String podName, String json, Supplier<Pod> pod, SpecOrigins origins) {
    return new ExecutorSpec(
        podName, pod, Optional.of(json), Optional.empty(), List.of(), List.of(), origins);
  }

  /** Derives a spec with another pod and other objects after it, built by the same steps. */
  public ExecutorSpec with(Pod otherPod, List<HasMetadata> otherResources) {
    return new ExecutorSpec(otherPod, preResources, otherResources, origins)
        .withSparkContainer(sparkContainer);
  }

  /** Derives a spec of which it is known how the container is called that Spark runs in. */
  ExecutorSpec withSparkContainer(Optional<String> name) {
    return new ExecutorSpec(podName, pod, json, name, preResources, resources, origins);
  }

  /** Returns who wrote what, for errors of the API server. */
  public SpecOrigins origins() {
    return origins;
  }

  /** Returns the name of the pod, empty where no step has given it one. */
  public String podName() {
    return podName;
  }

  /**
   * Returns the whole pod, Spark's container included. Copy it before you change it, as parts of it
   * may be those of other executors, too. Where {@link #json} has the pod, this builds it.
   */
  public Pod pod() {
    return pod.get();
  }

  /** Returns the pod as JSON where that is at hand: the same as {@link #pod}, and much cheaper. */
  public Optional<String> json() {
    return json;
  }

  /**
   * Returns the name of the container that Spark runs in. The template may name it, or the step
   * that fills it; empty where the spec was not made by the steps.
   */
  public Optional<String> sparkContainer() {
    return sparkContainer;
  }

  /** Returns what must exist before the pod. */
  public List<HasMetadata> preResources() {
    return preResources;
  }

  /** Returns what is created after the pod. */
  public List<HasMetadata> resources() {
    return resources;
  }

  /** Returns all that is created beside the pod, in order. */
  public List<HasMetadata> objects() {
    return Stream.concat(preResources.stream(), resources.stream()).toList();
  }

  /** Leaves the pod out, which may hold secrets. */
  @Override
  public String toString() {
    return "ExecutorSpec{pod=" + podName + "}";
  }
}
