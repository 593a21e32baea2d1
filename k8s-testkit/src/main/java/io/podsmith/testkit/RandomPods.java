// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Generates valid pods as earlier steps may leave them: from an empty pod to the pod of {@link
 * SeededPod} with several more elements in its lists.
 */
final class RandomPods {
  private static final String NAME = "podsmith-random-";

  /** What earlier steps may do to a pod; the number makes names unique. */
  private interface Change {
    SparkPod apply(SparkPod pod, int number);
  }

  private static final List<Change> CHANGES =
      List.of(
          (pod, i) -> pod.editMetadata(m -> m.addToLabels(NAME + i, "label-" + i)),
          (pod, i) -> pod.editMetadata(m -> m.addToAnnotations(NAME + i, "annotation " + i)),
          (pod, i) ->
              pod.editSpec(
                  s ->
                      s.addNewToleration()
                          .withKey(NAME + i)
                          .withOperator("Exists")
                          .endToleration()),
          (pod, i) -> pod.editSpec(s -> s.addToNodeSelector(NAME + i, "node-" + i)),
          (pod, i) -> pod.editSpec(s -> s.addNewImagePullSecret(NAME + i)),
          (pod, i) -> pod.editSpec(s -> s.withTerminationGracePeriodSeconds((long) i)),
          (pod, i) -> pod.editSpec(s -> s.addToInitContainers(container("init-" + i))),
          (pod, i) -> pod.editSpec(s -> s.addToContainers(container("sidecar-" + i))),
          (pod, i) ->
              pod.editSpec(
                      s ->
                          s.addNewVolume()
                              .withName(NAME + i)
                              .withNewEmptyDir()
                              .endEmptyDir()
                              .endVolume())
                  .editContainer(
                      c ->
                          c.addNewVolumeMount()
                              .withName(NAME + i)
                              .withMountPath("/mnt/random-" + i)
                              .endVolumeMount()),
          (pod, i) ->
              pod.editContainer(
                  c ->
                      c.addNewEnv()
                          .withName("PODSMITH_RANDOM_" + i)
                          .withValue("$(HOME) " + i)
                          .endEnv()),
          (pod, i) ->
              pod.editContainer(
                  c ->
                      c.addNewPort()
                          .withName("random-" + i)
                          .withContainerPort(40000 + i)
                          .endPort()),
          (pod, i) -> pod.editContainer(c -> c.addToArgs("argument " + i)));

  private RandomPods() {}

  static Arbitrary<SparkPod> any() {
    Arbitrary<SparkPod> start =
        Arbitraries.of(List.<Supplier<SparkPod>>of(RandomPods::empty, SeededPod::create))
            .map(Supplier::get);
    Arbitrary<List<Change>> changes = Arbitraries.of(CHANGES).list().ofMaxSize(12);
    return start.flatMap(pod -> changes.map(all -> changed(pod, all)));
  }

  private static SparkPod changed(SparkPod start, List<Change> changes) {
    SparkPod pod = start;
    for (int i = 0; i < changes.size(); i++) {
      pod = changes.get(i).apply(pod, i);
    }
    return pod;
  }

  private static SparkPod empty() {
    return SparkPod.of(
        new PodBuilder().withNewMetadata().endMetadata().withNewSpec().endSpec().build(),
        new ContainerBuilder().build());
  }

  private static Container container(String name) {
    return new ContainerBuilder().withName(NAME + name).withImage("busybox").build();
  }
}
