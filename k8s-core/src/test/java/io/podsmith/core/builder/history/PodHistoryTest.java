// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodHistoryTest {
  private static Author author(String name) {
    return new Author(name, "", true, Optional.empty(), new Writer(Writer.Kind.STEP, name));
  }

  /** A pod that a template begins and steps a to d go on with. */
  private static PodHistory history() {
    SparkPod template =
        SparkPod.empty()
            .editSpec(
                s ->
                    s.addNewContainer()
                        .withName("sidecar")
                        .withImage("envoy")
                        .endContainer()
                        .addNewVolume()
                        .withName("data")
                        .endVolume());
    PodHistory history = PodHistory.of(author("template"), template);
    SparkPod a =
        template
            .editMetadata(m -> m.withName("pod").addToLabels("team", "data & more"))
            .editSpec(s -> s.addNewHostAlias().withIp("10.0.0.1").endHostAlias())
            .editContainer(
                c ->
                    c.withName("spark")
                        .withImage("spark:1")
                        .addNewEnv()
                        .withName("A")
                        .withValue("1")
                        .endEnv());
    history.add(author("a"), a);
    SparkPod b =
        a.editMetadata(m -> m.addToLabels("zone", "eu"))
            .editContainer(
                c ->
                    c.addNewVolumeMount()
                        .withName("nowhere")
                        .withMountPath("/m")
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withMountPath("/n")
                        .endVolumeMount());
    history.add(author("b"), b);
    SparkPod c =
        b.editSpec(s -> s.editFirstContainer().withImage(null).endContainer())
            .editContainer(x -> x.editFirstEnv().withValue("2").endEnv());
    history.add(author("c"), c);
    history.add(
        author("d"),
        c.editContainer(x -> x.withImage(null))
            .editSpec(s -> s.addToVolumes(0, new VolumeBuilder().withName("first").build())));
    return history;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec.containers[1].name | x | spec.containers[1].name was written by a",
        "spec.containers[1].image | Required value | spec.containers[1].image was removed by d",
        "spec.containers[0].image | Required value | spec.containers[0].image was removed by c",
        "spec.containers[0].name | Invalid | spec.containers[0].name was written by template",
        "spec.containers[1].volumeMounts[0].name | Not found: \"nowhere\" |"
            + " spec.containers[1].volumeMounts[0].name was written by b",
        "spec.containers[1].volumeMounts[1].name | Required value |"
            + " spec.containers[1].volumeMounts[1].name was written by b",
        "spec.containers[1].env[0].value | x | spec.containers[1].env[0].value was written by c",
        "spec.volumes[0].name | Duplicate | spec.volumes[0].name was written by d",
        "spec.volumes[1].name | Duplicate | spec.volumes[1].name was written by template",
        "spec.volumes[2].name | x | spec.volumes[2].name was written by d",
        "spec.hostAliases[0].ip | x | spec.hostAliases[0].ip was written by a",
        "spec.containers[1] | x | ''",
        "metadata.labels | Invalid value: \"data & more\": a valid label | metadata.labels was"
            + " written by a",
        "metadata.labels | Invalid value: \"eu\": a valid label | metadata.labels was written by b",
        "metadata.labels | Invalid value: \"zone\": a key | metadata.labels was written by b",
        "metadata.labels | Invalid value: \"none\": a key | metadata.labels was written by b",
        "metadata.name | x | metadata.name was written by a",
        "spec.template.spec.containers[1].env[0].name | x |"
            + " spec.template.spec.containers[1].env[0].name was written by a",
        "spec.hostname | Required value | ''"
      })
  void namesWhoWroteTheFieldThatTheServerRejects(String field, String message, String said) {
    SpecOrigins origins = SpecOrigins.of(history(), Map.of(), Set.of(), List.of());
    Status status =
        new StatusBuilder()
            .withNewDetails()
            .addNewCause(field, message, "FieldValueInvalid")
            .endDetails()
            .build();

    assertThat(origins.explainPod(status)).isEqualTo(said);
  }

  @Test
  void namesWhoWroteTheFieldsOfAMessage() {
    SpecOrigins origins = SpecOrigins.of(history(), Map.of(), Set.of(), List.of());

    assertThat(
            origins.explainPod(
                "Pod \"pod\" is invalid: [spec.containers[0].image: Required value,"
                    + " metadata.labels: Invalid value: \"data & more\": a valid label]"))
        .isEqualTo("spec.containers[0].image was removed by c; metadata.labels was written by a");
    assertThat(origins.explainPod("pods \"pod\" is forbidden: exceeded quota")).isEmpty();
    assertThat(SpecOrigins.unknown().explainPod("spec.containers[0].image: Required value"))
        .isEmpty();
  }

  @Test
  void explainsNothingWithoutCauses() {
    SpecOrigins origins = SpecOrigins.of(history(), Map.of(), Set.of(), List.of());

    assertThat(origins.explainPod((Status) null)).isEmpty();
    assertThat(origins.explainPod(new Status())).isEmpty();
    assertThat(
            origins.explainPod(
                new StatusBuilder().withNewDetails().addNewCause().endCause().endDetails().build()))
        .isEmpty();
  }

  @Test
  void namesTheWriterOfEachLeafOfTheFinishedPod() {
    PodHistory history = history();
    Pod finished =
        new PodBuilder(history.current().sparkPod().assemble())
            .editMetadata()
            .withNamespace("team")
            .endMetadata()
            .build();

    assertThat(
            SpecOrigins.of(history, Map.of(), Set.of(), List.of())
                .writers(PodFields.tree(finished), "spark"))
        .containsEntry("metadata.namespace", "engine")
        .containsEntry("metadata.name", "a")
        .containsEntry("metadata.labels.team", "a")
        .containsEntry("metadata.labels.zone", "b")
        .containsEntry("spec.volumes[name=data].name", "template")
        .containsEntry("spec.volumes[name=first].name", "d")
        .containsEntry("spec.containers[name=sidecar].name", "template")
        .containsEntry("spec.containers[name=spark].name", "a")
        .containsEntry("spec.containers[name=spark].env[name=A].value", "c")
        .doesNotContainKeys(
            "spec.containers[name=sidecar].image", "spec.containers[name=spark].image");
  }

  @Test
  void findsWhoWroteAPartBeforeTheLastAuthor() {
    PodHistory history = history();

    assertThat(history.writerBeforeLast(state -> state.pod().get("metadata")))
        .contains(author("b"));
    assertThat(history.writerBeforeLast(state -> state.container().get("env")))
        .contains(author("c"));
    assertThat(
            history.writerBeforeLast(state -> ((Map<?, ?>) state.pod().get("spec")).get("volumes")))
        .as("what the last author did does not count")
        .contains(author("template"));
    assertThat(history.writerBeforeLast(state -> null)).isEmpty();
  }

  @Test
  void namesTheStepThatDroppedTheContainer() {
    PodHistory history = history();
    history.add(author("e"), SparkPod.of(SparkPod.empty().pod(), new Container()));

    assertThat(history.lastChange("spec.containers[0].name"))
        .contains(new PodHistory.Change(author("e"), true));
  }
}
