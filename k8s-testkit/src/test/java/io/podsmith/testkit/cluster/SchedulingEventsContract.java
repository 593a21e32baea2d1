// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The events of a scheduler about pods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SchedulingEventsContract {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private final List<Pod> created = new ArrayList<>();

  abstract KubernetesClient client();

  @AfterEach
  void deletePods() {
    created.forEach(pod -> client().resource(pod).withGracePeriod(0).delete());
    created.clear();
  }

  @Test
  void reportsAScheduledPod() {
    Pod pod = create(shell("sleep 1000"));

    Event event = awaitEvent(pod, "Scheduled");

    String node = client().resource(pod).get().getSpec().getNodeName();
    assertThat(event.getMessage())
        .isEqualTo(
            "Successfully assigned default/%s to %s".formatted(pod.getMetadata().getName(), node));
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getAction()).isEqualTo("Binding");
    assertIsOfScheduler(event);
  }

  @Test
  void reportsAPodWhoseClaimIsMissing() {
    Pod pod =
        create(
            shell("true")
                .edit()
                .editSpec()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("nowhere", false)
                .endVolume()
                .endSpec()
                .build());

    Event event = awaitEvent(pod, "FailedScheduling");

    assertThat(event.getMessage())
        .matches(
            "0/\\d+ nodes are available: persistentvolumeclaim \"nowhere\" not found. not found");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getAction()).isEqualTo("Scheduling");
    assertIsOfScheduler(event);
  }

  /** The pod tolerates all taints because a node that has just joined is tainted as not ready. */
  @Test
  void reportsAPodThatFitsNoNode() {
    Pod pod =
        create(
            shell("true")
                .edit()
                .editSpec()
                .addToNodeSelector("disk", "tape")
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build());

    assertThat(awaitEvent(pod, "FailedScheduling").getMessage())
        .matches(
            "0/\\d+ nodes are available: \\d+ node\\(s\\) didn't match Pod's node"
                + " affinity/selector. no new claims to deallocate, preemption: 0/\\d+ nodes are"
                + " available: \\d+ Preemption is not helpful for scheduling.");
  }

  private static void assertIsOfScheduler(Event event) {
    assertThat(event.getReportingComponent()).isEqualTo("default-scheduler");
    assertThat(event.getReportingInstance()).startsWith("default-scheduler-");
    assertThat(event.getSource().getComponent()).isNull();
    assertThat(event.getEventTime().getTime()).matches("[0-9-]{10}T[0-9:]{8}\\.\\d{6}Z");
    assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(event.getMetadata().getName()).startsWith(event.getInvolvedObject().getName() + ".");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Pod");
    assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("v1");
  }

  Pod create(Pod pod) {
    Pod answer = client().pods().inNamespace("default").resource(pod).create();
    created.add(answer);
    return answer;
  }

  static Pod shell(String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("events-")
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

  /** Returns the events of a pod in the order of their names. */
  List<Event> events(Pod pod) {
    return client()
        .v1()
        .events()
        .inNamespace("default")
        .withField("involvedObject.uid", pod.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(event -> event.getMetadata().getName()))
        .toList();
  }

  List<Event> events(Pod pod, String reason) {
    return events(pod).stream().filter(event -> event.getReason().equals(reason)).toList();
  }

  Event awaitEvent(Pod pod, String reason) {
    return awaitEvent(pod, reason, event -> true);
  }

  Event awaitEvent(Pod pod, String reason, Predicate<Event> condition) {
    List<Event> found = new ArrayList<>();
    Awaiting.until(
        () -> found.addAll(events(pod, reason).stream().filter(condition).toList()),
        DEADLINE,
        "event %s of pod %s".formatted(reason, pod.getMetadata().getName()));
    return found.get(0);
  }
}
