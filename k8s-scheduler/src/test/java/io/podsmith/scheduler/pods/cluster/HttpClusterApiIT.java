// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClusterApiIT {
  private static final String APP = "app";
  private static final String NAMESPACE = "default";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private final ClusterApi api =
      new HttpClusterApi(
          server.client(),
          NAMESPACE,
          APP,
          Documents.RULES,
          new ExecutorMetrics(),
          CredentialTrouble.of(server.client().getConfiguration()),
          10,
          CreatedObjects.unknown());

  @AfterEach
  void close() {
    server.close();
  }

  private void create(long... ids) {
    for (long id : ids) {
      api.createPod(spec(id));
    }
  }

  private static ExecutorSpec spec(long id) {
    return new ExecutorSpec(TestPods.executor(APP, id, 0), List.of(), List.of());
  }

  private List<String> names() {
    return server.client().pods().inNamespace(NAMESPACE).list().getItems().stream()
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  private static final class Recorder implements WatchListener {
    final List<PodEvent> events = new CopyOnWriteArrayList<>();
    final List<Optional<ApiFailure>> ends = new CopyOnWriteArrayList<>();
    volatile String version = "";
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onInitialEventsComplete(String newVersion) {
      events.forEach(event -> told.add(event.pod().name()));
      told.add(newVersion);
    }

    @Override
    public void onChanges(List<PodEvent> changes, String newVersion) {
      events.addAll(changes);
      version = newVersion;
    }

    @Override
    public void onClosed(Optional<ApiFailure> failure) {
      ends.add(failure);
    }
  }

  @Test
  void createsAndFindsPods() {
    ClusterApi.CreatedPod created = api.createPod(spec(1));
    PodDocument found = api.findPod(TestPods.name(APP, 1)).orElseThrow();
    assertThat(created.uid()).isNotEmpty().isEqualTo(found.uid());
    assertThat(created.version()).isPositive().isLessThanOrEqualTo(found.version());
    assertThat(api.findPod("nobody")).isEmpty();
  }

  @Test
  void tellsThatAPodExistsAlready() {
    create(1);
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> create(1));
    assertThat(failure.isAlreadyExists()).isTrue();
    assertThat(failure.said()).contains(TestPods.name(APP, 1), "already exists");
  }

  @Test
  void tellsTheRefusalInTheServersWords() {
    server.faults().add(Fault.on("create", "pods").forbidden("exceeded quota: few"));
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> create(1));
    assertThat(failure.isForbidden()).isTrue();
    assertThat(failure.isBusy()).isFalse();
    assertThat(failure.isUnknownOutcome()).isFalse();
    assertThat(failure.said()).contains("exceeded quota: few");
  }

  @Test
  void handsOnThePauseThatABusyServerAsksForAndDoesNotAskAgainByItself() {
    server.faults().add(Fault.on("create", "pods").tooManyRequests(Duration.ofSeconds(7)));
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> create(1));
    assertThat(failure.isBusy()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(server.requests()).filteredOn(r -> r.verb().equals("create")).hasSize(1);
  }

  @Test
  void doesNotKnowWhatBecameOfARequestThatWasNotAnswered() {
    server.faults().add(Fault.on("create", "pods").dropResponse());
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> create(1));
    assertThat(failure.isUnknownOutcome()).isTrue();
    assertThat(names()).containsExactly(TestPods.name(APP, 1));
  }

  @Test
  void listsPageByPage() {
    for (int i = 1; i <= 15; i++) {
      create(i);
    }
    List<Long> ids = new ArrayList<>();
    Page first = api.listExecutors("", Optional.empty());
    first.pods().forEach(p -> ids.add(p.id()));
    assertThat(first.next()).isPresent();
    Page second = api.listExecutors("", first.next());
    second.pods().forEach(p -> ids.add(p.id()));
    assertThat(second.next()).isEmpty();
    assertThat(ids).hasSize(15).doesNotHaveDuplicates();
    assertThat(first.version()).isNotEmpty();
  }

  @Test
  void listsNeitherInactiveExecutorsNorOtherApplications() {
    create(1, 2);
    api.labelPod(TestPods.name(APP, 2), Constants.SPARK_EXECUTOR_INACTIVE_LABEL, "true");
    server
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .resource(TestPods.executor("other", 3, 0))
        .create();
    assertThat(api.listExecutors("0", Optional.empty()).pods())
        .extracting(ExecutorPod::id)
        .containsExactly(1L);
  }

  @Test
  void watchesFromAVersionOn() throws Throwable {
    create(1);
    String version = api.listExecutors("", Optional.empty()).version();
    Recorder seen = new Recorder();
    AutoCloseable watch = api.watchExecutors(version, seen);
    create(2);
    api.deletePod(TestPods.name(APP, 1));
    // A pod is first marked as being deleted, and gone with the next event.
    Eventually.within(SOON, () -> assertThat(seen.events).hasSize(3));
    assertThat(seen.events).extracting(event -> event.pod().id()).containsExactly(2L, 1L, 1L);
    assertThat(seen.events).extracting(event -> event.gone()).containsExactly(false, false, true);
    assertThat(Long.parseLong(seen.version)).isGreaterThan(Long.parseLong(version));
    watch.close();
  }

  @Test
  void beginsAWatchWithAllThatThereIs() throws Throwable {
    create(1, 2);
    String version = api.listExecutors("", Optional.empty()).version();
    Recorder seen = new Recorder();
    try (ClusterApi.Watch watch = api.watchExecutors("", seen)) {
      Eventually.within(SOON, () -> assertThat(seen.told).hasSize(3));
      assertThat(seen.told)
          .containsExactlyInAnyOrder(TestPods.name(APP, 1), TestPods.name(APP, 2), version);
      create(3);
      Eventually.within(SOON, () -> assertThat(seen.events).hasSize(3));
      assertThat(seen.told).as("said once").hasSize(3);
    }
  }

  @Test
  void tellsOnlyWhatGoesWhereNothingElseMatters() throws Throwable {
    create(1, 2);
    Recorder seen = new Recorder();
    try (ClusterApi.Watch watch = api.watchExecutors("", seen)) {
      Eventually.within(SOON, () -> assertThat(seen.told).hasSize(3));
      watch.deletionsOnly();
      api.labelPod(TestPods.name(APP, 2), "some", "label");
      api.deletePod(TestPods.name(APP, 1));
      Eventually.within(SOON, () -> assertThat(seen.events).hasSize(3));
      assertThat(seen.events.get(2).gone()).isTrue();
      assertThat(seen.events.get(2).pod().id()).isEqualTo(1);
    }
  }

  @Test
  void tellsThatAVersionIsForgotten() throws Throwable {
    create(1);
    create(2);
    server.compact();
    Recorder seen = new Recorder();
    AutoCloseable watch = api.watchExecutors("1", seen);
    Eventually.within(SOON, () -> assertThat(seen.ends).hasSize(1));
    assertThat(seen.ends.get(0).orElseThrow().isGone()).isTrue();
    watch.close();
  }

  @Test
  void tellsThatAWatchWasRefused() throws Throwable {
    server.faults().add(Fault.on("watch", "pods").forbidden("no watch for you"));
    Recorder seen = new Recorder();
    AutoCloseable watch = api.watchExecutors("", seen);
    Eventually.within(SOON, () -> assertThat(seen.ends).hasSize(1));
    assertThat(seen.ends.get(0).orElseThrow().isForbidden()).isTrue();
    assertThat(seen.ends.get(0).orElseThrow().said()).contains("no watch for you");
    watch.close();
  }

  @Test
  void tellsThatAWatchWasCut() throws Throwable {
    server.faults().add(Fault.on("watch", "pods").closeWatchAfter(Duration.ofMillis(50)));
    Recorder seen = new Recorder();
    AutoCloseable watch = api.watchExecutors("", seen);
    Eventually.within(SOON, () -> assertThat(seen.ends).hasSize(1));
    watch.close();
  }

  @Test
  void deletesSomeExecutorsAndOnlyInTheGivenPhase() {
    create(1, 2, 3, 4);
    server
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withName(TestPods.name(APP, 2))
        .editStatus(p -> SimulatedNode.withPhase(p, "Running"));
    api.deleteExecutors(List.of(1L, 2L, 3L), Optional.of("Pending"));
    assertThat(names()).containsExactlyInAnyOrder(TestPods.name(APP, 2), TestPods.name(APP, 4));
  }

  @Test
  void deletesWhatIsNotThereWithoutComplaint() {
    api.deletePod("nobody");
    api.deleteExecutors(List.of(99L), Optional.empty());
    assertThat(names()).isEmpty();
  }

  @Test
  void namesTheServerThatCannotBeReached() {
    server.faults().add(Fault.on("list", "pods").dropRequest());
    assertThatThrownBy(() -> api.listExecutors("", Optional.empty()))
        .isInstanceOfSatisfying(ApiFailure.class, e -> assertThat(e.status()).isZero());
  }

  private static ConfigMap map(String appId) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("map")
        .addToLabels(Constants.SPARK_APP_ID_LABEL, appId)
        .endMetadata()
        .build();
  }

  @Test
  void doesNotAskForObjectsAgainByItself() {
    server.faults().add(Fault.on("create", "configmaps").dropResponse());
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> api.createObject(map(APP)));
    assertThat(failure.isUnknownOutcome()).isTrue();
    assertThat(server.requests()).filteredOn(r -> r.resource().equals("configmaps")).hasSize(1);
    assertThat(api.findUid(map(APP))).isPresent();
  }

  @Test
  void handsOnThePauseAskedForObjects() {
    server.faults().add(Fault.on("create", "configmaps").tooManyRequests(Duration.ofSeconds(7)));
    ApiFailure failure = catchThrowableOfType(ApiFailure.class, () -> api.createObject(map(APP)));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void doesNotTakeTheObjectOfAnotherApplicationForOurs() {
    api.createObject(map("other"));
    assertThat(api.findUid(map(APP))).isEmpty();
  }

  @Test
  void knowsHowLongACreateWithoutAnAnswerMayTakeEffect() {
    assertThat(api.mayTakeEffectFor()).isZero();
    server.faults().add(Fault.on("create", "pods").dropResponse());
    assertThatThrownBy(() -> create(1)).isInstanceOf(ApiFailure.class);
    assertThat(api.mayTakeEffectFor()).isPositive();
    api.findPod(TestPods.name(APP, 1));
    assertThat(api.mayTakeEffectFor()).as("the pod may be of an earlier driver").isPositive();
  }

  @Test
  void closesAWatchThatTheServerHasNotBegunToAnswer() throws Throwable {
    server.faults().add(Fault.on("watch", "pods").latency(Duration.ofSeconds(30)));
    Recorder seen = new Recorder();
    AutoCloseable watch = api.watchExecutors("", seen);
    watch.close();
    Eventually.within(SOON, () -> assertThat(seen.ends).hasSize(1));
  }

  @Test
  void readsPausesInSecondsAndAsTimes() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(HttpFailures.retryAfter("7", now)).contains(Duration.ofSeconds(7));
    assertThat(HttpFailures.retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now))
        .contains(Duration.ofSeconds(30));
    assertThat(HttpFailures.retryAfter("Wed, 31 Dec 2025 23:59:00 GMT", now))
        .contains(Duration.ZERO);
    assertThat(HttpFailures.retryAfter("soon", now)).isEmpty();
    assertThat(HttpFailures.retryAfter("9223372036854775807", now)).contains(Duration.ofDays(1));
    assertThat(HttpFailures.retryAfter("-5", now)).contains(Duration.ZERO);
  }
}
