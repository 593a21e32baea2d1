// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionControl;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.Submitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What submitting does on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class SubmissionContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private ApiServerUnderTest server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private RecordedCalls calls;
  private String namespace;
  private ExecutorService background;

  abstract ApiServerUnderTest start();

  @BeforeAll
  void startServer() {
    server = start();
    admin = new KubernetesClientBuilder().withConfig(patient(server.config())).build();
  }

  @AfterAll
  void stopServer() {
    if (admin != null) {
      admin.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeNamespace() {
    background = Executors.newCachedThreadPool();
    calls = new RecordedCalls(server::refuse);
    client = clientTo(patient(server.config()), calls);
    namespace = "ns-" + COUNT.incrementAndGet();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @AfterEach
  void closeClient() throws InterruptedException {
    background.shutdownNow();
    assertThat(background.awaitTermination(120, TimeUnit.SECONDS))
        .as("an interrupted submission must end")
        .isTrue();
    client.close();
  }

  @Test
  void createsInOrderAndMakesThePodTheOwnerOfAll() throws Exception {
    SubmissionResult result = submitWithoutWaiting(Drivers.driver("pi"));

    assertThat(result.submissionId()).isEqualTo(namespace + ":pi");
    assertThat(calls.changes())
        .as("the verbs and their order are those of upstream")
        .containsExactly(
            "PATCH " + in("configmaps/pi-pre"),
            "POST " + in("pods"),
            "PATCH " + in("configmaps/pi-pre"),
            "PATCH " + in("services/pi-svc"),
            "PATCH " + in("configmaps/pi-conf"));
    String uid = getPod("pi").getMetadata().getUid();
    for (HasMetadata owned : everythingBesidePods()) {
      assertThat(owned.getMetadata().getOwnerReferences())
          .as("owner of " + owned.getMetadata().getName())
          .extracting(OwnerReference::getUid, OwnerReference::getController)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(uid, true));
    }
  }

  @Test
  void leavesTheGivenSpecAsItWas() throws Exception {
    DriverSpec spec = Drivers.driver("pi");
    String before = client.getKubernetesSerialization().asJson(spec.resources());

    submitWithoutWaiting(spec);

    assertThat(client.getKubernetesSerialization().asJson(spec.resources())).isEqualTo(before);
  }

  @Test
  void leavesNothingWhenAPreResourceIsRefused() {
    DriverSpec spec =
        Drivers.spec(
            Drivers.pod("pi").build(),
            List.of(Drivers.configMap("first"), Drivers.configMap("second")),
            Drivers.after("pi"));
    calls.refuse(call -> call.startsWith("PATCH") && call.endsWith("/second"));

    assertThatThrownBy(() -> submitWithoutWaiting(spec))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create configmap second in namespace " + namespace)
        .hasMessageContaining("Deleted again: configmap first in namespace " + namespace);

    assertNothingIsLeft();
  }

  @Test
  void leavesNothingWhenThePodIsRefused() {
    calls.refuse(call -> call.startsWith("POST") && call.endsWith("/pods"));

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create pod pi in namespace " + namespace)
        .hasMessageContaining("kubectl auth can-i create pods -n " + namespace);

    assertNothingIsLeft();
  }

  @Test
  void leavesNothingWhenTheOwnerCannotBeSet() {
    AtomicInteger seen = new AtomicInteger();
    calls.refuse(
        call -> call.startsWith("PATCH") && call.endsWith("/pi-pre") && seen.incrementAndGet() > 1);

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("pod pi");

    assertNothingIsLeft();
  }

  @Test
  void leavesNothingWhenALaterResourceIsRefused() {
    calls.refuse(call -> call.startsWith("PATCH") && call.endsWith("/pi-conf"));

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create configmap pi-conf")
        .hasMessageContaining("service pi-svc");

    assertNothingIsLeft();
  }

  @Test
  void saysWhatCouldNotBeDeletedAndHowToDeleteIt() {
    calls.refuse(
        call ->
            (call.startsWith("POST") && call.endsWith("/pods"))
                || (call.startsWith("DELETE") && call.endsWith("/kept")));
    DriverSpec spec =
        Drivers.spec(
            Drivers.pod("pi").build(),
            List.of(Drivers.configMap("kept"), Drivers.configMap("gone")),
            List.of());
    assertThatThrownBy(() -> submitWithoutWaiting(spec))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Deleted again: configmap gone in namespace " + namespace)
        .hasMessageContaining("could not be deleted: configmap kept in namespace " + namespace)
        .hasMessageContaining("run kubectl delete configmaps kept -n " + namespace)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void quotesTheFieldsThatTheServerRejects() {
    Pod invalid =
        Drivers.pod("pi")
            .editSpec()
            .editFirstContainer()
            .addNewEnv()
            .withName("PASSWORD")
            .withValue("hunter2")
            .endEnv()
            .withImagePullPolicy("Sometimes")
            .endContainer()
            .endSpec()
            .build();

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.spec(invalid, List.of(), List.of())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasMessageContaining("spec.containers[0].imagePullPolicy")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void doesNotDeleteAPodThatWasThereBefore() {
    Pod other =
        Drivers.pod("pi")
            .editMetadata()
            .addToLabels("spark-app-selector", "x")
            .endMetadata()
            .build();
    admin.pods().inNamespace(namespace).resource(other).create();

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("already exists")
        .hasMessageContaining("kubectl delete pods pi -n " + namespace);

    assertThat(getPod("pi").getMetadata().getDeletionTimestamp()).isNull();
    assertThat(everythingBesidePods()).isEmpty();
  }

  @Test
  void doesNotDeleteAPreResourceThatWasThereBefore() {
    admin.configMaps().inNamespace(namespace).resource(Drivers.configMap("pi-pre")).create();
    calls.refuse(call -> call.startsWith("POST") && call.endsWith("/pods"));

    assertThatThrownBy(() -> submitWithoutWaiting(Drivers.driver("pi")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("because it existed before: configmap pi-pre");

    assertThat(admin.configMaps().inNamespace(namespace).withName("pi-pre").get()).isNotNull();
  }

  @Test
  void leavesTheOwnersOfClusterWideObjectsAlone() throws Exception {
    String name = "class-" + namespace;
    DriverSpec spec =
        Drivers.spec(
            Drivers.pod("pi").build(),
            List.of(
                new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .withValue(1)
                    .build()),
            List.of());

    submitWithoutWaiting(spec);

    assertThat(
            admin
                .scheduling()
                .v1()
                .priorityClasses()
                .withName(name)
                .get()
                .getMetadata()
                .getOwnerReferences())
        .isNullOrEmpty();
  }

  @Test
  void leavesTheOwnersOfObjectsInOtherNamespacesAlone() throws Exception {
    HasMetadata elsewhere = Drivers.configMap("of-" + namespace);
    elsewhere.getMetadata().setNamespace("default");

    submitWithoutWaiting(Drivers.spec(Drivers.pod("pi").build(), List.of(), List.of(elsewhere)));

    assertThat(
            admin
                .configMaps()
                .inNamespace("default")
                .withName("of-" + namespace)
                .get()
                .getMetadata()
                .getOwnerReferences())
        .as("the garbage collector would delete it at once")
        .isNullOrEmpty();
  }

  @Test
  void saysThatTheClusterDoesNotKnowAKind() {
    HasMetadata group =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("scheduling.volcano.sh/v1alpha9")
            .withKind("PodGroup")
            .withNewMetadata()
            .withName("pg")
            .endMetadata()
            .build();

    assertThatThrownBy(
            () ->
                submitWithoutWaiting(
                    Drivers.spec(Drivers.pod("pi").build(), List.of(group), List.of())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("does not support podgroups.scheduling.volcano.sh");
  }

  @Test
  void returnsAtOnceWhenNotToldToWait() throws Exception {
    SubmissionResult result = submitWithoutWaiting(Drivers.driver("pi"));

    assertThat(result.phase()).isEqualTo("Pending");
    assertThat(result.exitCode()).isEmpty();
    assertThat(result.processExitCode()).isZero();
  }

  @Test
  void followsThePodToItsSuccess() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));

    report("pi", "Running", running());
    report("pi", "Succeeded", terminated(0, "Completed"));

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.phase()).isEqualTo("Succeeded");
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.failure()).isEmpty();
  }

  @Test
  void hasTheExitCodeAndTheReasonOfADriverThatFails() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));

    report("pi", "Failed", terminated(137, "OOMKilled"));

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.processExitCode()).isEqualTo(137);
    assertThat(result.failure().orElseThrow())
        .contains("exit code 137, OOMKilled", "kubectl logs pi -c " + Drivers.CONTAINER);
  }

  @Test
  void doesNotWaitForASidecarThatGoesOnRunning() throws Exception {
    Pod withSidecar =
        Drivers.pod("pi")
            .editSpec()
            .addNewContainer()
            .withName("proxy")
            .withImage("proxy")
            .endContainer()
            .endSpec()
            .build();
    Future<SubmissionResult> submission = submit(Drivers.spec(withSidecar, List.of(), List.of()));

    report("pi", "Running", terminated(3, "Error"));

    assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(3);
  }

  @Test
  void endsWhenThePodIsDeleted() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));
    report("pi", "Running", running());

    admin.pods().inNamespace(namespace).withName("pi").withGracePeriod(0).delete();

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.failure().orElseThrow()).contains("was deleted before the application ended");
    assertThat(result.processExitCode()).isEqualTo(1);
  }

  @Test
  void waitsAMomentForTheFinalPhaseOfAPodWithOneContainer() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));

    report("pi", "Running", terminated(3, "Error"));
    report("pi", "Failed", terminated(3, "Error"));

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.phase()).as("--status right afterwards says the same").isEqualTo("Failed");
    assertThat(result.failure().orElseThrow())
        .contains("failed: container " + Drivers.CONTAINER + " ended with exit code 3")
        .doesNotContain("Running");
  }

  @Test
  void doesNotWaitForAFinalPhaseThatDoesNotCome() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));

    report("pi", "Running", terminated(3, "Error"));

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.exitCode()).hasValue(3);
    assertThat(result.failure().orElseThrow()).doesNotContain("Running");
  }

  @Test
  void saysThatTheDriverWasEvicted() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));
    awaitPod("pi");

    admin
        .pods()
        .inNamespace(namespace)
        .withName("pi")
        .editStatus(
            pod -> {
              pod.setStatus(
                  new PodStatusBuilder()
                      .withPhase("Failed")
                      .withContainerStatuses(terminated(143, "Error"))
                      .addNewCondition()
                      .withType("DisruptionTarget")
                      .withStatus("True")
                      .withReason("EvictionByEvictionAPI")
                      .endCondition()
                      .build());
              return pod;
            });

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.processExitCode()).isEqualTo(143);
    assertThat(result.failure().orElseThrow())
        .contains("was evicted, for example because its node is drained");
  }

  @Test
  void takesNoDeadlineForASuccess() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));
    awaitPod("pi");

    admin
        .pods()
        .inNamespace(namespace)
        .withName("pi")
        .editStatus(
            pod -> {
              pod.setStatus(
                  new PodStatusBuilder()
                      .withPhase("Failed")
                      .withReason("DeadlineExceeded")
                      .withContainerStatuses(terminated(0, "Completed"))
                      .build());
              return pod;
            });

    SubmissionResult result = submission.get(120, TimeUnit.SECONDS);
    assertThat(result.processExitCode()).isEqualTo(1);
    assertThat(result.failure().orElseThrow()).contains("activeDeadlineSeconds");
  }

  @Test
  void endsWhenThePodIsReplacedByAnotherOfTheSameName() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));
    report("pi", "Running", running());

    admin.pods().inNamespace(namespace).withName("pi").withGracePeriod(0).delete();
    admin.pods().inNamespace(namespace).resource(Drivers.pod("pi").build()).create();

    assertThat(submission.get(120, TimeUnit.SECONDS).failure().orElseThrow()).contains("deleted");
  }

  @Test
  void goesOnAfterTheConnectionsAreCut() throws Exception {
    try (TcpRelay relay = TcpRelay.to(server.config().getMasterUrl());
        KubernetesClient through = clientTo(patient(relay.redirect(server.config())), calls)) {
      Future<SubmissionResult> submission = submit(Drivers.driver("pi"), new Submitter(through));
      awaitWatch(calls);

      relay.cut();
      report("pi", "Running", running());
      relay.cut();
      report("pi", "Succeeded", terminated(0, "Completed"));

      assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
    }
  }

  @Test
  void noticesThatAWatchHasGoneSilent() throws Exception {
    try (TcpRelay relay = TcpRelay.to(server.config().getMasterUrl());
        KubernetesClient through = clientTo(impatient(relay.redirect(server.config())), calls)) {
      Submitter submitter = new Submitter(through).withRecheck(Duration.ofSeconds(1));
      Future<SubmissionResult> submission = submit(Drivers.driver("pi"), submitter);
      awaitWatch(calls);

      relay.muteOpenConnections();
      report("pi", "Succeeded", terminated(0, "Completed"));

      assertThat(submission.get(120, TimeUnit.SECONDS).exitCode()).hasValue(0);
    }
  }

  @Test
  void submitsFromManyThreadsWithOneClient() throws Exception {
    Submitter submitter = new Submitter(client);
    List<Future<SubmissionResult>> submissions = new ArrayList<>();
    List<String> names = IntStream.range(0, 16).mapToObj(i -> "pi-" + i).toList();
    for (String name : names) {
      submissions.add(submit(Drivers.driver(name), submitter));
    }

    for (int i = 0; i < names.size(); i++) {
      report(names.get(i), "Failed", terminated(i + 1, "Error"));
    }

    for (int i = 0; i < names.size(); i++) {
      SubmissionResult result = submissions.get(i).get(120, TimeUnit.SECONDS);
      assertThat(result.submissionId()).isEqualTo(namespace + ":" + names.get(i));
      assertThat(result.exitCode()).as("each sees its own pod").hasValue(i + 1);
    }
  }

  @Test
  void leavesTheDriverRunningWhenInterruptedWhileWaiting() throws Exception {
    Future<SubmissionResult> submission = submit(Drivers.driver("pi"));
    awaitWatch(calls);

    background.shutdownNow();

    assertThat(background.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(submission::get)
        .cause()
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("pi in namespace " + namespace + ", which keeps running");
    assertThat(getPod("pi").getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void takesBackWhatWasCreatedWhenInterruptedWhileCreating() throws Exception {
    calls.refuse(
        call -> {
          if (call.startsWith("POST")) {
            Thread.currentThread().interrupt();
          }
          return false;
        });

    assertThatThrownBy(
            () -> new Submitter(client).submit(Drivers.driver("pi"), settingsWithoutWaiting()))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("deleted again: ");

    calls.refuse(call -> false);
    assertNothingIsLeft();
  }

  @Test
  void killsOneDriver() throws Exception {
    submitWithoutWaiting(Drivers.driver("pi"));
    List<String> out = new ArrayList<>();

    control(out).kill(namespace + ":pi");

    awaitGone("pi");
    assertThat(out).singleElement().asString().contains("kill submission " + namespace + ":pi");
  }

  @Test
  void killsAllDriversThatBeginAlike() throws Exception {
    submitWithoutWaiting(Drivers.driver("job-1"));
    submitWithoutWaiting(Drivers.driver("job-2"));
    submitWithoutWaiting(Drivers.driver("other"));
    List<String> out = new ArrayList<>();

    control(out).kill(namespace + ":job-*");

    awaitGone("job-1");
    awaitGone("job-2");
    assertThat(getPod("other").getMetadata().getDeletionTimestamp()).isNull();
    assertThat(out).contains("Deleting driver pod: job-1.", "Deleting driver pod: job-2.");
  }

  @Test
  void saysWhenThereIsNothingToKill() {
    List<String> out = new ArrayList<>();

    control(out).kill(namespace + ":none");
    control(out).kill(namespace + ":none*");

    assertThat(out).contains("Application not found.", "No applications found.");
  }

  @Test
  void describesADriver() throws Exception {
    submitWithoutWaiting(Drivers.driver("pi"));
    report("pi", "Failed", terminated(3, "Error"));
    List<String> out = new ArrayList<>();

    control(out).status(namespace + ":pi");
    control(out).status(namespace + ":p*");
    control(out).status(namespace + ":none");

    assertThat(out.get(1)).contains("pod name: pi\n", "phase: Failed", "exit code: 3\n");
    assertThat(out.get(3)).isEqualTo(out.get(1));
    assertThat(out.get(5)).isEqualTo("Application not found.");
  }

  private SubmissionControl control(List<String> out) {
    return new SubmissionControl(
        SparkSettings.of(Map.of("spark.kubernetes.appKillPodDeletionGracePeriod", "0s"), Map.of()),
        out::add,
        client);
  }

  private SubmissionResult submitWithoutWaiting(DriverSpec spec) throws InterruptedException {
    return new Submitter(client).submit(spec, settingsWithoutWaiting());
  }

  private SparkSettings settingsWithoutWaiting() {
    return Drivers.settings(namespace)
        .with(Map.of("spark.kubernetes.submission.waitAppCompletion", "false"));
  }

  private Future<SubmissionResult> submit(DriverSpec spec) {
    return submit(spec, new Submitter(client));
  }

  private Future<SubmissionResult> submit(DriverSpec spec, Submitter submitter) {
    Callable<SubmissionResult> task = () -> submitter.submit(spec, Drivers.settings(namespace));
    return background.submit(task);
  }

  private static KubernetesClient clientTo(Config config, RecordedCalls calls) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("calls", calls))
        .build();
  }

  /** Busy machines take their time. */
  private static Config patient(Config config) {
    config.setRequestTimeout((int) TimeUnit.SECONDS.toMillis(60));
    return config;
  }

  private static Config impatient(Config config) {
    config.setRequestTimeout((int) TimeUnit.SECONDS.toMillis(3));
    return config;
  }

  private void awaitWatch(RecordedCalls of) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!of.has("GET " + in("pods/pi"))) {
      assertThat(System.nanoTime()).as("the submission must watch its pod").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private void awaitPod(String name) {
    assertThat(
            admin
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(java.util.Objects::nonNull, 120, TimeUnit.SECONDS))
        .isNotNull();
  }

  private void awaitGone(String name) {
    admin
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(java.util.Objects::isNull, 120, TimeUnit.SECONDS);
  }

  /** Does what a kubelet does. */
  private void report(String name, String phase, ContainerStatus status) {
    awaitPod(name);
    admin
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(
            pod -> {
              pod.setStatus(
                  new PodStatusBuilder().withPhase(phase).withContainerStatuses(status).build());
              return pod;
            });
  }

  private static ContainerStatus running() {
    return status(
        new ContainerStateBuilder()
            .withNewRunning()
            .withStartedAt("2026-01-01T00:00:00Z")
            .endRunning());
  }

  private static ContainerStatus terminated(int exitCode, String reason) {
    return status(
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(reason)
            .withStartedAt("2026-01-01T00:00:00Z")
            .withFinishedAt("2026-01-01T00:01:00Z")
            .endTerminated());
  }

  private static ContainerStatus status(ContainerStateBuilder state) {
    return new ContainerStatusBuilder()
        .withName(Drivers.CONTAINER)
        .withImage("spark:4.1.1")
        .withImageID("")
        .withReady(false)
        .withRestartCount(0)
        .withState(state.build())
        .build();
  }

  private void assertNothingIsLeft() {
    assertThat(everythingBesidePods())
        .extracting(object -> object.getKind() + " " + object.getMetadata().getName())
        .as("a submission that fails must delete what it created")
        .isEmpty();
    assertThat(
            Optional.ofNullable(admin.pods().inNamespace(namespace).withName("pi").get())
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null))
        .isEmpty();
  }

  private List<? extends HasMetadata> everythingBesidePods() {
    return Stream.of(
            admin.configMaps().inNamespace(namespace).list().getItems(),
            admin.services().inNamespace(namespace).list().getItems())
        .flatMap(List::stream)
        .filter(object -> !object.getMetadata().getName().equals("kube-root-ca.crt"))
        .toList();
  }

  private Pod getPod(String name) {
    return admin.pods().inNamespace(namespace).withName(name).get();
  }

  private String in(String rest) {
    return "/api/v1/namespaces/" + namespace + "/" + rest;
  }
}
