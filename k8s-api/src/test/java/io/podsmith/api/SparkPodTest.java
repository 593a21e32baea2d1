// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparkPodTest {
  /** A pod with something in every corner that could be shared by mistake. */
  private static Pod pod() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .addToLabels("l", "1")
            .addToAnnotations("a", "1")
            .addNewOwnerReference()
            .withName("owner")
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .addToNodeSelector("disk", "ssd")
            .addToOverhead("cpu", new Quantity("1"))
            .addNewToleration()
            .withKey("t")
            .endToleration()
            .addNewVolume()
            .withName("v")
            .withNewEmptyDir()
            .withMedium("Memory")
            .withSizeLimit(new Quantity("1Gi"))
            .endEmptyDir()
            .endVolume()
            .addNewInitContainer()
            .withName("init")
            .endInitContainer()
            .addNewContainer()
            .withName("sidecar")
            .withNewResources()
            .addToLimits("cpu", new Quantity("1"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    pod.getSpec().setAdditionalProperty("future", new ArrayList<>(List.of("x")));
    pod.setAdditionalProperty("topLevel", new LinkedHashMap<>(Map.of("k", "v")));
    return pod;
  }

  private static Container container() {
    Container container =
        new ContainerBuilder()
            .withName("spark")
            .addToArgs("driver")
            .addNewEnv()
            .withName("A")
            .withValue("1")
            .endEnv()
            .addNewPort()
            .withContainerPort(4040)
            .endPort()
            .addNewVolumeMount()
            .withName("v")
            .withMountPath("/v")
            .endVolumeMount()
            .withNewResources()
            .addToRequests("memory", new Quantity("1Gi"))
            .addToLimits("memory", new Quantity("1Gi"))
            .endResources()
            .build();
    container.setAdditionalProperty("future", new LinkedHashMap<>(Map.of("k", List.of("v"))));
    return container;
  }

  private static SparkPod sparkPod() {
    return SparkPod.of(pod(), container());
  }

  /** Changes of a pod that somebody holds a handle to. */
  static Stream<Consumer<Pod>> changesOfPods() {
    return Stream.of(
        p -> p.getMetadata().setName("other"),
        p -> p.getMetadata().getLabels().put("l", "2"),
        p -> p.getMetadata().getAnnotations().clear(),
        p -> p.getMetadata().getOwnerReferences().get(0).setName("other"),
        p -> p.getSpec().getNodeSelector().put("disk", "hdd"),
        p -> p.getSpec().getOverhead().get("cpu").setAmount("2"),
        p -> p.getSpec().getTolerations().get(0).setKey("other"),
        p -> p.getSpec().getVolumes().add(new Volume()),
        p -> p.getSpec().getVolumes().get(0).getEmptyDir().setMedium("other"),
        p -> p.getSpec().getVolumes().get(0).getEmptyDir().getSizeLimit().setAmount("2"),
        p -> p.getSpec().getInitContainers().get(0).setName("other"),
        p -> p.getSpec().getContainers().clear(),
        p -> sidecar(p).getResources().getLimits().get("cpu").setAmount("2"),
        p -> sidecar(p).getResources().getLimits().put("memory", new Quantity("1")),
        p -> listIn(p.getSpec()).add("y"),
        p -> p.getAdditionalProperties().clear());
  }

  private static Container sidecar(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> listIn(PodSpec spec) {
    return (List<Object>) spec.getAdditionalProperties().get("future");
  }

  /** Changes of a container that somebody holds a handle to. */
  static Stream<Consumer<Container>> changesOfContainers() {
    return Stream.of(
        c -> c.setName("other"),
        c -> c.getArgs().add("other"),
        c -> c.getEnv().add(new EnvVar("B", "2", null)),
        c -> c.getEnv().get(0).setValue("2"),
        c -> c.getPorts().clear(),
        c -> c.getVolumeMounts().get(0).setMountPath("/other"),
        c -> c.getResources().getRequests().get("memory").setAmount("2"),
        c -> c.getResources().getLimits().get("memory").setFormat("Mi"),
        c -> c.getResources().getLimits().put("cpu", new Quantity("1")),
        c -> c.getAdditionalProperties().put("future", "other"));
  }

  @ParameterizedTest
  @MethodSource("changesOfPods")
  void isNotChangedThroughPodThatItWasMadeOf(Consumer<Pod> change) {
    Pod mine = pod();
    SparkPod sparkPod = SparkPod.of(mine, container());
    change.accept(mine);

    assertThat(sparkPod).isEqualTo(sparkPod());
  }

  @ParameterizedTest
  @MethodSource("changesOfPods")
  void isNotChangedThroughPodThatItHandsOut(Consumer<Pod> change) {
    SparkPod sparkPod = sparkPod();
    change.accept(sparkPod.pod());
    change.accept(sparkPod.assemble());

    assertThat(sparkPod).isEqualTo(sparkPod());
  }

  @ParameterizedTest
  @MethodSource("changesOfContainers")
  void isNotChangedThroughContainerThatItWasMadeOf(Consumer<Container> change) {
    Container mine = container();
    SparkPod sparkPod = SparkPod.of(pod(), mine);
    change.accept(mine);

    assertThat(sparkPod).isEqualTo(sparkPod());
  }

  @ParameterizedTest
  @MethodSource("changesOfContainers")
  void isNotChangedThroughContainerThatItHandsOut(Consumer<Container> change) {
    SparkPod sparkPod = sparkPod();
    change.accept(sparkPod.container());
    List<Container> whole = sparkPod.assemble().getSpec().getContainers();
    change.accept(whole.get(whole.size() - 1));

    assertThat(sparkPod).isEqualTo(sparkPod());
  }

  @ParameterizedTest
  @MethodSource("changesOfPods")
  void editsOfPodsDoNotTouchTheOriginal(Consumer<Pod> change) {
    SparkPod original = sparkPod();
    SparkPod edited =
        original.editPod(
            builder -> {
              Pod built = builder.build();
              change.accept(built);
              return new PodBuilder(built);
            });

    assertThat(original).isEqualTo(sparkPod());
    assertThat(edited).isNotEqualTo(original);
  }

  @ParameterizedTest
  @MethodSource("changesOfContainers")
  void editsOfContainersDoNotTouchTheOriginal(Consumer<Container> change) {
    SparkPod original = sparkPod();
    SparkPod edited =
        original.editContainer(
            builder -> {
              Container built = builder.build();
              change.accept(built);
              return new ContainerBuilder(built);
            });

    assertThat(original).isEqualTo(sparkPod());
    assertThat(edited).isNotEqualTo(original);
  }

  @Test
  void editsOfSpecsDoNotTouchQuantitiesOfTheOriginal() {
    SparkPod original = sparkPod();
    original.editSpec(
        spec -> {
          spec.buildContainers().get(0).getResources().getLimits().get("cpu").setAmount("9");
          spec.getOverhead().get("cpu").setAmount("9");
          return spec;
        });

    assertThat(original).isEqualTo(sparkPod());
  }

  @Test
  void aStepThatKeepsItsBuildersChangesNothingLater() {
    ContainerBuilder[] kept = new ContainerBuilder[1];
    Quantity[] keptQuantity = {new Quantity("1")};
    SparkPod edited =
        sparkPod()
            .editContainer(
                c -> {
                  kept[0] = c.editResources().addToLimits("cpu", keptQuantity[0]).endResources();
                  return kept[0];
                });
    SparkPod before = SparkPod.of(edited.pod(), edited.container());
    kept[0].withName("late");
    keptQuantity[0].setAmount("9");

    assertThat(edited).isEqualTo(before);
  }

  @Test
  void editsKeepWhatTheyDoNotName() {
    SparkPod edited =
        sparkPod()
            .editMetadata(m -> m.addToLabels("m", "2"))
            .editSpec(s -> s.withHostNetwork(true))
            .editContainer(c -> c.addToArgs("more"));

    assertThat(edited.pod().getMetadata().getLabels())
        .containsEntry("l", "1")
        .containsEntry("m", "2");
    assertThat(edited.pod().getMetadata().getName()).isEqualTo("p");
    assertThat(edited.pod().getSpec().getVolumes()).hasSize(1);
    assertThat(edited.pod().getSpec().getHostNetwork()).isTrue();
    assertThat(edited.pod().getSpec().getAdditionalProperties()).containsKey("future");
    assertThat(edited.pod().getAdditionalProperties()).containsKey("topLevel");
    assertThat(edited.container().getArgs()).containsExactly("driver", "more");
    assertThat(edited.container().getAdditionalProperties()).containsKey("future");
    assertThat(edited.container().getResources().getLimits()).containsKey("memory");
  }

  @Test
  void putsSparksContainerBehindTheOthers() {
    assertThat(sparkPod().assemble().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("sidecar", "spark");
    assertThat(sparkPod().pod().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("sidecar");
  }

  @Test
  void addsMetadataAndSpecThatAreMissing() {
    SparkPod bare = SparkPod.of(new Pod(), new Container());

    assertThat(bare.pod().getMetadata()).isNotNull();
    assertThat(bare.pod().getSpec()).isNotNull();
    assertThat(bare).isEqualTo(SparkPod.empty());
    assertThat(SparkPod.empty().editPod(p -> new PodBuilder()).pod().getSpec()).isNotNull();
  }

  @Test
  void comparesByValue() {
    assertThat(sparkPod()).isEqualTo(sparkPod()).hasSameHashCodeAs(sparkPod());
    assertThat(sparkPod()).isNotEqualTo(sparkPod().editContainer(c -> c.withName("x")));
  }

  @Test
  void showsNamesOnly() {
    SparkPod secret =
        sparkPod().editContainer(c -> c.addNewEnv().withName("P").withValue("hunter2").endEnv());

    assertThat(secret).hasToString("SparkPod{pod=p, container=spark}");
  }

  @Test
  void refusesNull() {
    assertThatThrownBy(() -> SparkPod.of(null, container()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pod");
    assertThatThrownBy(() -> SparkPod.of(pod(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("container");
  }
}
