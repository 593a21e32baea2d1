// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.Submitter;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a submission makes of a server that misbehaves. */
@Timeout(300)
class SubmissionFaultsIT {
  private static final String NAMESPACE = "default";

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private final ExecutorService background = Executors.newCachedThreadPool();

  @AfterEach
  void stop() throws InterruptedException {
    background.shutdownNow();
    background.awaitTermination(30, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void goesOnAfterTheWatchFellBehind() throws Exception {
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));
    awaitRequests("watch", 1);

    server.faults().add(Fault.on("watch", "pods").times(1).dropRequest());
    end(0);
    server.compact();

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
  }

  @Test
  void goesOnWhileEveryWatchIsCut() throws Exception {
    server.faults().add(Fault.on("watch", "pods").closeWatchAfter(Duration.ofMillis(50)));
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));
    awaitRequests("watch", 3);

    end(4);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(4);
  }

  @Test
  void readsThePodWhereItMayNotWatch() throws Exception {
    server.faults().add(Fault.on("watch", "pods").forbidden("pods is forbidden"));
    Submitter submitter = new Submitter(server.client()).withRecheck(Duration.ofMillis(200));
    Future<SubmissionResult> submission = submit(submitter);
    awaitRequests("get", 2);

    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
  }

  @Test
  void goesOnWhenTheServerFailsForAWhile() throws Exception {
    server.faults().add(Fault.on("get", "pods").times(6).serverError());
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));
    awaitRequests("get", 3);

    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
  }

  @Test
  void givesUpLookingWhenThePodMayNotBeRead() {
    server.faults().add(Fault.on("get", "pods").forbidden("pods \"pi\" is forbidden"));
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));

    assertThatThrownBy(() -> submission.get(120, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot get pod pi in namespace default")
        .hasMessageContaining("keeps running");
    server.faults().clear();
    assertThat(server.client().pods().withName("pi").get().getMetadata().getDeletionTimestamp())
        .as("a driver that runs is not ours to stop")
        .isNull();
  }

  @Test
  void knowsItsPodAgainWhenTheAnswerToItsCreationWasLost() throws Exception {
    server.faults().add(Fault.on("create", "pods").times(1).dropResponse());
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));
    awaitRequests("watch", 1);

    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
  }

  @Test
  void createsThePodWhenTheServerHasTimeAgain() throws Exception {
    server.faults().add(Fault.on("create", "pods").times(1).tooManyRequests(Duration.ofSeconds(1)));
    Future<SubmissionResult> submission = submit(new Submitter(server.client()));
    awaitRequests("watch", 1);

    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
  }

  @Test
  void readsInThePodsEventsWhyItDoesNotStart() throws Exception {
    Submitter submitter = new Submitter(server.client()).withRecheck(Duration.ofMillis(200));
    Future<SubmissionResult> submission = submit(submitter);
    awaitRequests("watch", "pods", 1);

    awaitRequests("list", "events", 2);
    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
    assertThat(server.requests().stream().filter(r -> r.resource().equals("events")))
        .allMatch(request -> request.status() == 200);
  }

  @Test
  void doesWithoutEventsWhereItMayNotListThem() throws Exception {
    server.faults().add(Fault.on("list", "events").forbidden("events is forbidden"));
    Submitter submitter = new Submitter(server.client()).withRecheck(Duration.ofMillis(100));
    Future<SubmissionResult> submission = submit(submitter);
    awaitRequests("list", "events", 1);
    awaitRequests("get", "pods", 5);

    end(0);

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
    assertThat(server.requests().stream().filter(r -> r.resource().equals("events")))
        .as("asked once and not again")
        .hasSize(1);
  }

  @Test
  void showsTheLineOfTheLogThatSaysWhyTheDriverFailed() throws Exception {
    server.setPodLogSource(
        request ->
            new ByteArrayInputStream(
                "[PODSMITH-STEP-001] step acme.x failed with hunter2\n\tat X\n"
                    .getBytes(StandardCharsets.UTF_8)));
    Pod scheduled = Drivers.pod("pi").editSpec().withNodeName("node-1").endSpec().build();
    DriverSpec spec = Drivers.spec(scheduled, List.of(), List.of());
    SparkSettings settings =
        Drivers.settings(NAMESPACE).with(Map.of("spark.my.password", "hunter2"));
    Callable<SubmissionResult> task = () -> new Submitter(server.client()).submit(spec, settings);
    Future<SubmissionResult> submission = background.submit(task);
    awaitRequests("watch", "pods", 1);

    end(1);

    assertThat(submission.get(120, TimeUnit.SECONDS).failure().orElseThrow())
        .endsWith(
            "; the driver reported: [PODSMITH-STEP-001] step acme.x failed with"
                + " *********(redacted)");
  }

  @Test
  void doesNotSayThatSomethingMayHaveBeenCreatedWhereNoConnectionCameAbout() throws Exception {
    Config nowhere = Config.empty();
    nowhere.setMasterUrl("http://127.0.0.1:1/");
    nowhere.setRequestRetryBackoffLimit(1);
    DriverSpec spec = Drivers.driver("pi");
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      assertThatThrownBy(() -> new Submitter(client).submit(spec, Drivers.settings(NAMESPACE)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("PODSMITH-CLUSTER-001")
          .hasMessageNotContainingAny("ay have been created", "kubectl delete");
    }
  }

  @Test
  void saysThatSomethingMayHaveBeenCreatedWhereTheAnswerIsLost() {
    server.faults().add(Fault.on("patch", "configmaps").dropResponse());

    assertThatThrownBy(
            () ->
                new Submitter(server.client())
                    .submit(Drivers.driver("pi"), Drivers.settings(NAMESPACE)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("ay have been created: configmap pi-pre");
  }

  @Test
  void refusesADriverThatNoBasicStepHasBuilt() {
    DriverSpec spec = Drivers.spec(bare(), List.of(), List.of());

    assertThatThrownBy(
            () -> new Submitter(server.client()).submit(spec, Drivers.settings(NAMESPACE)))
        .hasMessageStartingWith("[PODSMITH-STEP-002]")
        .hasMessageContaining("add the jar k8s-steps-builtin to the classpath");
    assertThat(server.requests()).as("nothing was requested").isEmpty();
  }

  private static Pod bare() {
    return new PodBuilder().withNewMetadata().endMetadata().withNewSpec().endSpec().build();
  }

  @Test
  void saysThatAQuotaIsInTheWay() {
    server
        .faults()
        .add(
            Fault.on("create", "pods")
                .forbidden("pods \"pi\" is forbidden: exceeded quota: team, requested: pods=1"));

    assertThatThrownBy(() -> submit(new Submitter(server.client())).get(120, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("resource quota")
        .hasMessageContaining("exceeded quota: team");
  }

  @Test
  void saysHowToDoWithoutTheSecretThatMayNotBeCreated() {
    server
        .faults()
        .add(
            Fault.on("patch", "secrets")
                .forbidden("secrets is forbidden: User cannot patch resource"));
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("spark-drv-1-conf-secret")
            .endMetadata()
            .addToStringData("spark.properties", "spark.my.password=hunter2")
            .build();
    DriverSpec spec =
        new DriverSpec(
            Drivers.pod("pi").build(),
            List.of(),
            List.of(Drivers.configMap("conf"), secret),
            new TreeMap<>(Map.of("spark.my.password", "hunter2")),
            List.of());

    assertThatThrownBy(
            () -> new Submitter(server.client()).submit(spec, Drivers.settings(NAMESPACE)))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-002] cannot create secret spark-drv-")
        .hasMessageContaining("out of the driver's ConfigMap: spark.my.password. Grant the verbs")
        .hasMessageContaining("spark.podsmith.driver.protectSensitiveSettings to false")
        .hasMessageContaining("Deleted again: configmap conf in namespace default, pod pi")
        .hasMessageNotContaining("hunter2");
  }

  private Future<SubmissionResult> submit(Submitter submitter) {
    DriverSpec spec = Drivers.spec(Drivers.pod("pi").build(), List.of(), List.of());
    Callable<SubmissionResult> task = () -> submitter.submit(spec, Drivers.settings(NAMESPACE));
    return background.submit(task);
  }

  /** Does what a kubelet does, in one request that no fault here is about. */
  private void end(int exitCode) {
    server
        .client()
        .pods()
        .resource(
            Drivers.pod("pi")
                .withStatus(
                    new PodStatusBuilder()
                        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                        .addNewContainerStatus()
                        .withName(Drivers.CONTAINER)
                        .withImage("spark:4.1.1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withState(
                            new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(exitCode)
                                .withReason(exitCode == 0 ? "Completed" : "Error")
                                .endTerminated()
                                .build())
                        .endContainerStatus()
                        .build())
                .build())
        .patchStatus();
  }

  private void awaitRequests(String verb, int count) {
    awaitRequests(verb, "pods", count);
  }

  private void awaitRequests(String verb, String resource, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (server.requests().stream()
            .filter(request -> request.verb().equals(verb) && request.resource().equals(resource))
            .count()
        < count) {
      assertThat(System.nanoTime()).as("%s of %s", verb, resource).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
