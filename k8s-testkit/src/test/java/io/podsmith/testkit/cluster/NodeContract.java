package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the node does with pods, whichever API server it is joined to. */
abstract class NodeContract {
  static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private EmbeddedCluster cluster;

  /** Describes a cluster on the API server under test. */
  abstract EmbeddedCluster.Builder builder();

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.client().pods().inNamespace("default").withGracePeriod(0).delete();
      cluster.close();
    }
  }

  @Test
  void runsAPodToItsEnd() {
    start(b -> b);
    String pod = create(shell("echo hello from $(hostname)x"));

    Pod done = awaitPhase(pod, "Succeeded");

    assertThat(cluster.logs(pod)).contains("hello from");
    ContainerStatus status = onlyContainer(done);
    assertThat(status.getState().getTerminated().getExitCode()).isZero();
    assertThat(status.getState().getTerminated().getReason()).isEqualTo("Completed");
    assertThat(condition(done, "Ready").getReason()).isEqualTo("PodCompleted");
    assertThat(condition(done, "PodScheduled").getStatus()).isEqualTo("True");
  }

  @Test
  void reportsTheExitCodeOfAFailedContainer() {
    start(b -> b);
    String pod = create(shell("exit 7"));

    Pod done = awaitPhase(pod, "Failed");

    assertThat(onlyContainer(done).getState().getTerminated().getExitCode()).isEqualTo(7);
    assertThat(onlyContainer(done).getState().getTerminated().getReason()).isEqualTo("Error");
    assertThat(condition(done, "Ready").getReason()).isEqualTo("PodFailed");
  }

  @Test
  void mountsAConfigMapThatIsCreatedAfterThePod() {
    start(b -> b);
    String pod =
        create(
            new PodBuilder(shell("cat /opt/conf/words.txt"))
                .editSpec()
                .addNewVolume()
                .withName("conf")
                .withNewConfigMap()
                .withName("late-words")
                .endConfigMap()
                .endVolume()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("conf")
                .withMountPath("/opt/conf")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build());
    awaitWaiting(pod, "ContainerCreating");

    cluster
        .client()
        .configMaps()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("late-words")
                .withNamespace("default")
                .endMetadata()
                .withData(Map.of("words.txt", "better late"))
                .build())
        .create();

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).contains("better late");
  }

  @Test
  void tellsContainersToStopAndRemovesThePod() {
    start(b -> b);
    String pod =
        create(
            shell("trap 'echo told to stop; exit 0' TERM; echo up; while :; do sleep 0.1; done"));
    cluster.awaitPod(pod, p -> cluster.logs(pod).contains("up"), DEADLINE);

    cluster.client().pods().inNamespace("default").withName(pod).delete();

    cluster.awaitPodGone(pod, DEADLINE);
    assertThat(cluster.logs(pod)).contains("told to stop");
  }

  void start(UnaryOperator<EmbeddedCluster.Builder> options) {
    cluster = options.apply(builder().image("busybox", ContainerImage.shell())).start();
  }

  EmbeddedCluster cluster() {
    return cluster;
  }

  String create(Pod pod) {
    return cluster
        .client()
        .pods()
        .inNamespace("default")
        .resource(pod)
        .create()
        .getMetadata()
        .getName();
  }

  /** A pod with one container that runs a script and is not restarted. */
  static Pod shell(String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod-" + NUMBER.incrementAndGet())
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withContainers(
            new ContainerBuilder()
                .withName("main")
                .withImage("busybox:1")
                .withCommand("/bin/sh", "-c", script)
                .build())
        .endSpec()
        .build();
  }

  Pod awaitPhase(String pod, String phase) {
    return cluster.awaitPod(pod, p -> phase.equals(p.getStatus().getPhase()), DEADLINE);
  }

  Pod awaitWaiting(String pod, String reason) {
    return cluster.awaitPod(
        pod,
        p ->
            p.getStatus().getContainerStatuses().stream()
                .anyMatch(
                    c ->
                        c.getState().getWaiting() != null
                            && reason.equals(c.getState().getWaiting().getReason())),
        DEADLINE);
  }

  static ContainerStatus onlyContainer(Pod pod) {
    assertThat(pod.getStatus().getContainerStatuses()).hasSize(1);
    return pod.getStatus().getContainerStatuses().get(0);
  }

  static PodCondition condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type + " in " + pod.getStatus()));
  }
}
