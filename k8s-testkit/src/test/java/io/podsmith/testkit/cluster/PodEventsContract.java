// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The events of the embedded node about its pods, whichever API server it uses. */
abstract class PodEventsContract extends SchedulingEventsContract {
  private EmbeddedCluster cluster;

  /** Describes a cluster on the API server under test. */
  abstract EmbeddedCluster.Builder builder();

  @BeforeAll
  void startCluster() {
    cluster = builder().image("busybox", NodeImage.shell()).backoff(Duration.ofMillis(100)).start();
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  KubernetesClient client() {
    return cluster.client();
  }

  @Test
  void reportsTheLifeOfAContainer() {
    Pod pod = create(shell("sleep 1000"));
    awaitEvent(pod, "Started");

    client().resource(pod).withGracePeriod(1).delete();
    awaitEvent(pod, "Killing");

    assertThat(events(pod))
        .extracting(Event::getReason)
        .containsExactly("Scheduled", "Pulled", "Created", "Started", "Killing");
    List<Event> ofKubelet = events(pod).subList(1, 5);
    assertThat(ofKubelet)
        .extracting(Event::getMessage)
        .containsExactly(
            "Container image \"busybox:1\" already present on machine"
                + " (embedded image: programs of this machine)",
            "Created container: main",
            "Started container main",
            "Stopping container main");
    assertThat(ofKubelet)
        .allSatisfy(
            event -> {
              assertThat(event.getType()).isEqualTo("Normal");
              assertThat(event.getCount()).isEqualTo(1);
              assertThat(event.getFirstTimestamp())
                  .isNotEmpty()
                  .isEqualTo(event.getLastTimestamp());
              assertThat(event.getInvolvedObject().getFieldPath())
                  .isEqualTo("spec.containers{main}");
              assertThat(event.getSource().getComponent()).isEqualTo("kubelet");
              assertThat(event.getSource().getHost()).isEqualTo(cluster.node().name());
              assertThat(event.getReportingComponent()).isEqualTo("kubelet");
              assertThat(event.getReportingInstance()).isEqualTo(cluster.node().name());
            });
  }

  @Test
  void reportsAPullWhereThePolicyIsAlways() {
    Pod pod =
        create(
            edit(
                shell("sleep 1000"),
                spec -> spec.editContainer(0).withImagePullPolicy("Always").endContainer()));

    assertThat(awaitEvent(pod, "Pulled").getMessage())
        .startsWith("Successfully pulled image \"busybox:1\" in 0s");
    assertThat(awaitEvent(pod, "Pulling").getMessage()).isEqualTo("Pulling image \"busybox:1\"");
  }

  @Test
  void countsFailedMountsUntilTheConfigMapExists() {
    Pod pod =
        create(
            withVolume(
                new VolumeBuilder()
                    .withName("conf")
                    .withNewConfigMap()
                    .withName("late-events")
                    .endConfigMap()
                    .build()));

    Event event = awaitEvent(pod, "FailedMount", each -> each.getCount() >= 2);

    assertThat(event.getMessage())
        .isEqualTo(
            "MountVolume.SetUp failed for volume \"conf\" : configmap \"late-events\" not found");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getInvolvedObject().getFieldPath()).as("it concerns the pod").isNull();
    assertThat(events(pod, "FailedMount")).as("repeats share one object").hasSize(1);
    client()
        .configMaps()
        .inNamespace("default")
        .resource(
            new ConfigMapBuilder()
                .withMetadata(new ObjectMetaBuilder().withName("late-events").build())
                .build())
        .create();
    awaitEvent(pod, "Started");
  }

  @Test
  void reportsAMissingSecret() {
    Pod pod =
        create(
            withVolume(
                new VolumeBuilder()
                    .withName("keys")
                    .withNewSecret()
                    .withSecretName("nowhere")
                    .endSecret()
                    .build()));

    assertThat(awaitEvent(pod, "FailedMount").getMessage())
        .isEqualTo("MountVolume.SetUp failed for volume \"keys\" : secret \"nowhere\" not found");
  }

  @Test
  void namesTheWarningsOfAPodThatIsAwaitedInVain() {
    Pod pod =
        create(
            withVolume(
                new VolumeBuilder()
                    .withName("conf")
                    .withNewConfigMap()
                    .withName("nowhere")
                    .endConfigMap()
                    .build()));
    awaitEvent(pod, "FailedMount");

    assertThatThrownBy(
            () -> cluster.awaitPod(pod.getMetadata().getName(), each -> false, Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("FailedMount: MountVolume.SetUp failed for volume \"conf\"");
  }

  @Test
  void reportsAMissingClaimOfAPodThatSkippedTheScheduler() {
    Pod pod =
        create(
            edit(
                withVolume(
                    new VolumeBuilder()
                        .withName("data")
                        .withNewPersistentVolumeClaim("nowhere", false)
                        .build()),
                spec -> spec.withNodeName(cluster.node().name())));

    assertThat(awaitEvent(pod, "FailedMount").getMessage())
        .startsWith("Unable to attach or mount volumes: unmounted volumes=[data]")
        .contains("error processing PVC default/nowhere:")
        .endsWith("persistentvolumeclaims \"nowhere\" not found");
  }

  @Test
  void reportsAContainerThatCannotBeConfigured() {
    Pod pod =
        create(
            edit(
                shell("true"),
                spec ->
                    spec.editContainer(0)
                        .addNewEnvFrom()
                        .withNewSecretRef("nowhere", false)
                        .endEnvFrom()
                        .endContainer()));

    Event event = awaitEvent(pod, "Failed", each -> each.getCount() >= 2);

    assertThat(event.getMessage()).isEqualTo("Error: secret \"nowhere\" not found");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(events(pod)).extracting(Event::getReason).doesNotContain("Created", "Started");
  }

  @Test
  void reportsAProgramThatDoesNotExist() {
    Pod pod =
        create(
            edit(
                shell("true"),
                spec -> spec.editContainer(0).withCommand("/no/such/program").endContainer()));

    assertThat(awaitEvent(pod, "Failed").getMessage())
        .startsWith("Error: ")
        .contains("/no/such/program", "no such file or directory");
    assertThat(events(pod))
        .extracting(Event::getReason)
        .contains("Created")
        .doesNotContain("Started");
  }

  @Test
  void reportsAnImageThatDoesNotExist() {
    Pod pod =
        create(
            edit(shell("true"), spec -> spec.editContainer(0).withImage("other:1").endContainer()));

    awaitEvent(pod, "Failed", each -> each.getMessage().equals("Error: ErrImagePull"));
    awaitEvent(pod, "Failed", each -> each.getMessage().equals("Error: ImagePullBackOff"));
    assertThat(awaitEvent(pod, "Failed").getMessage())
        .startsWith("Failed to pull image \"other:1\": ");
    assertThat(awaitEvent(pod, "BackOff").getMessage())
        .isEqualTo("Back-off pulling image \"other:1\"");
  }

  @Test
  void countsTheRestartsOfAContainer() {
    Pod pod = create(edit(shell("exit 1"), spec -> spec.withRestartPolicy("Always")));

    Event event = awaitEvent(pod, "BackOff", each -> each.getCount() >= 2);

    assertThat(event.getMessage())
        .isEqualTo(
            "Back-off restarting failed container main in pod %s_default(%s)"
                .formatted(pod.getMetadata().getName(), pod.getMetadata().getUid()));
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(awaitEvent(pod, "Started").getCount()).isGreaterThanOrEqualTo(2);
    assertThat(events(pod, "Started")).hasSize(1);
  }

  @Test
  void reportsAnEviction() {
    Pod pod = create(shell("sleep 1000"));
    awaitEvent(pod, "Started");

    cluster.node().evict("default", pod.getMetadata().getName(), "low on memory");

    Event event = awaitEvent(pod, "Evicted");
    assertThat(event.getMessage()).isEqualTo("low on memory");
    assertThat(event.getType()).isEqualTo("Warning");
    awaitEvent(pod, "Killing");
  }

  private static Pod withVolume(Volume volume) {
    return edit(
        shell("sleep 1000"),
        spec ->
            spec.addToVolumes(volume)
                .editContainer(0)
                .addNewVolumeMount()
                .withName(volume.getName())
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer());
  }

  private static Pod edit(Pod pod, UnaryOperator<PodSpecBuilder> edit) {
    return pod.edit().withSpec(edit.apply(new PodSpecBuilder(pod.getSpec())).build()).build();
  }
}
