// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final SparkPod BEFORE =
      SparkPod.empty()
          .editMetadata(m -> m.addToLabels("team", "data").addToAnnotations("why", "so"))
          .editSpec(
              s ->
                  s.withServiceAccountName("spark")
                      .addToNodeSelector("disk", "ssd")
                      .addNewVolume()
                      .withName("scratch")
                      .endVolume()
                      .addNewToleration()
                      .withKey("spot")
                      .endToleration())
          .editContainer(
              c ->
                  c.withImage("spark:1")
                      .addNewEnv()
                      .withName("TZ")
                      .withValue("UTC")
                      .endEnv()
                      .addNewVolumeMount()
                      .withName("scratch")
                      .withMountPath("/scratch")
                      .endVolumeMount());

  @Test
  void saysNothingWhereNothingChanged() {
    assertThat(between(SparkPod.of(BEFORE.pod(), BEFORE.container()))).isEmpty();
  }

  @Test
  void namesWhatWasAddedToThePod() {
    assertThat(
            between(
                BEFORE
                    .editMetadata(m -> m.addToLabels("tier", "x").addToAnnotations("who", "y"))
                    .editSpec(
                        s ->
                            s.withPriorityClassName("high")
                                .addToNodeSelector("zone", "a")
                                .addNewVolume()
                                .withName("logs")
                                .endVolume()
                                .addNewContainer()
                                .withName("shipper")
                                .endContainer()
                                .addNewInitContainer()
                                .withName("fetch")
                                .endInitContainer()
                                .addNewImagePullSecret("registry"))))
        .containsExactlyInAnyOrder(
            "label tier",
            "annotation who",
            "priorityClassName",
            "node selector zone",
            "volume logs",
            "container shipper",
            "init container fetch",
            "image pull secret registry");
  }

  @Test
  void namesWhatWasAddedToTheContainer() {
    assertThat(
            between(
                BEFORE.editContainer(
                    c ->
                        c.withTty(true)
                            .addNewEnv()
                            .withName("A")
                            .endEnv()
                            .addNewPort()
                            .withName("ui")
                            .withContainerPort(4040)
                            .endPort()
                            .addNewVolumeMount()
                            .withName("scratch")
                            .withMountPath("/more")
                            .endVolumeMount())))
        .containsExactlyInAnyOrder("container's tty", "env A", "port ui", "mount /more");
  }

  @Test
  void namesWhatWasChangedWithoutItsValue() {
    assertThat(
            between(
                BEFORE
                    .editMetadata(m -> m.addToLabels("team", "s3cret"))
                    .editSpec(s -> s.withServiceAccountName("other"))
                    .editContainer(
                        c -> c.withImage("spark:2").editFirstEnv().withValue("s3cret").endEnv())))
        .containsExactlyInAnyOrder(
            "changed label team",
            "changed serviceAccountName",
            "changed container's image",
            "changed env TZ");
  }

  @Test
  void takesAnEmptyValueForNone() {
    SparkPod empty = BEFORE.editContainer(c -> c.withNewSecurityContext().endSecurityContext());
    SparkPod filled =
        BEFORE.editContainer(
            c -> c.withNewSecurityContext().withRunAsUser(185L).endSecurityContext());

    assertThat(Differences.between(empty, filled).words())
        .containsExactly("container's securityContext");
    assertThat(Differences.between(filled, empty).words())
        .containsExactly("removed container's securityContext");
  }

  @Test
  void namesWhatWasRemoved() {
    UnaryOperator<ObjectMetaBuilder> bareMetadata = m -> m.removeFromLabels("team");
    UnaryOperator<PodSpecBuilder> bareSpec =
        s -> s.withServiceAccountName(null).withTolerations(List.of());
    UnaryOperator<ContainerBuilder> bareContainer = c -> c.withVolumeMounts(List.of());

    assertThat(
            between(
                BEFORE.editMetadata(bareMetadata).editSpec(bareSpec).editContainer(bareContainer)))
        .containsExactlyInAnyOrder(
            "removed label team",
            "removed serviceAccountName",
            "removed toleration spot",
            "removed mount /scratch");
  }

  @Test
  void tellsPortsWithoutNamesApart() {
    SparkPod one = BEFORE.editContainer(c -> c.addNewPort().withContainerPort(1).endPort());

    assertThat(
            Differences.between(
                    one, one.editContainer(c -> c.addNewPort().withContainerPort(2).endPort()))
                .words())
        .containsExactly("port #1");
  }

  @Test
  void namesPropertiesAndObjectsBesideThePod() {
    assertThat(
            Differences.between(BEFORE, BEFORE)
                .withProperties(List.of("spark.b", "spark.a"))
                .withObjects(
                    List.of(
                        new SecretBuilder()
                            .withNewMetadata()
                            .withName("tokens")
                            .endMetadata()
                            .build(),
                        new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("conf")
                            .endMetadata()
                            .build()))
                .words())
        .containsExactly("property spark.a", "property spark.b", "Secret tokens", "ConfigMap conf");
  }

  private static List<String> between(SparkPod after) {
    return Differences.between(BEFORE, after).words();
  }
}
