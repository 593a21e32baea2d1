// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutorPodStoreTest {
  private final ExecutorPodStore store = new ExecutorPodStore(new ManualLoop());
  private final List<PodChange> changes = new ArrayList<>();

  private final List<PodChange> unnamed = new ArrayList<>();

  @BeforeEach
  void subscribe() {
    store.subscribe(
        new PodSubscriber() {
          @Override
          public void onChanges(List<PodChange> more) {
            changes.addAll(more);
          }

          @Override
          public void onUnnamedChanges(List<PodChange> more) {
            unnamed.addAll(more);
          }
        });
  }

  private static ExecutorPod pod(long id, long version, String phase) {
    Pod pod = TestPods.executor("app", id, 0);
    pod.getMetadata().setResourceVersion(Long.toString(version));
    pod.setStatus(Documents.status(phase));
    return Documents.executor(pod).orElseThrow();
  }

  private void watched(ExecutorPod pod) {
    store.update(List.of(new PodEvent(pod, false)));
  }

  private void watchedGone(ExecutorPod pod) {
    store.update(List.of(new PodEvent(pod.gone(), true)));
  }

  private List<Long> known() {
    return store.all().stream().map(ExecutorPod::id).sorted().toList();
  }

  @Test
  void handsOnWhatChangedAndNothingElse() {
    watched(pod(1, 10, "Pending"));
    watched(pod(2, 11, "Pending"));
    changes.clear();
    watched(pod(1, 12, "Running"));
    assertThat(changes)
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.before().orElseThrow().phase()).isEqualTo(ExecutorPhase.PENDING);
              assertThat(c.after().phase()).isEqualTo(ExecutorPhase.RUNNING);
              assertThat(c.gone()).isFalse();
            });
  }

  @Test
  void aListThatBringsNothingNewChangesNothing() {
    watched(pod(1, 10, "Running"));
    changes.clear();
    store.replace(List.of(pod(1, 10, "Running")), 20, 0, true);
    assertThat(changes).isEmpty();
  }

  @Test
  void aListFindsWhatTheWatchLost() {
    watched(pod(1, 10, "Running"));
    watched(pod(2, 11, "Running"));
    changes.clear();
    store.replace(List.of(pod(1, 10, "Running"), pod(3, 15, "Running")), 20, 0, true);
    assertThat(known()).containsExactly(1L, 3L);
    assertThat(changes)
        .anySatisfy(
            c -> {
              assertThat(c.after().id()).isEqualTo(2);
              assertThat(c.gone()).isTrue();
              assertThat(c.after().phase()).isEqualTo(ExecutorPhase.DELETED);
            });
  }

  @Test
  void aListDoesNotUndoWhatTheWatchHasToldSince() {
    watched(pod(1, 30, "Running"));
    watched(pod(2, 31, "Running"));
    watchedGone(pod(3, 32, "Running"));
    changes.clear();
    store.replace(List.of(pod(1, 10, "Pending"), pod(3, 12, "Running")), 20, 0, true);
    assertThat(known()).as("2 is younger than the list, 3 went after it").containsExactly(1L, 2L);
    assertThat(store.find(1).orElseThrow().phase()).isEqualTo(ExecutorPhase.RUNNING);
    assertThat(changes).isEmpty();
  }

  @Test
  void aListFromACacheThatLagsBehindIsIgnored() {
    store.replace(List.of(pod(1, 10, "Running")), 20, 0, true);
    store.replace(List.of(), 15, 0, true);
    assertThat(known()).containsExactly(1L);
  }

  @Test
  void aWatchThatIsResumedBeforeAListDoesNotRepeatWhatTheListHasFound() {
    watched(pod(1, 10, "Running"));
    store.replace(List.of(pod(1, 12, "Failed")), 13, 0, true);
    store.replace(List.of(), 20, 0, true);
    store.replace(List.of(), 30, 0, true);
    assertThat(store.isKnownGone(1)).isTrue();
    changes.clear();
    watched(pod(1, 12, "Failed"));
    watchedGone(pod(1, 15, "Failed"));
    assertThat(changes).as("the end was reported").isEmpty();
  }

  @Test
  void reportsTheEndOfAPodWhoseNameAnotherPodHas() {
    watched(pod(1, 10, "Running"));
    changes.clear();
    ExecutorPod second = second(1, 20);
    watched(second);
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).gone()).isTrue();
    assertThat(changes.get(0).after().uid()).isNotEqualTo(second.uid());
    assertThat(changes.get(1).before()).isEmpty();
    assertThat(store.isSecondPod(1)).isTrue();
  }

  private static ExecutorPod second(long id, long version) {
    Pod pod = TestPods.executor("app", id, 0);
    pod.getMetadata().setUid("second");
    pod.getMetadata().setResourceVersion(Long.toString(version));
    pod.setStatus(Documents.status("Pending"));
    return Documents.executor(pod).orElseThrow();
  }

  @Test
  void aPodThatCameAndWentBeforeAListIsReported() {
    store.replace(List.of(), 20, 0, true);
    watched(pod(1, 10, "Running"));
    watchedGone(pod(1, 11, "Failed"));
    assertThat(changes)
        .as("nothing else tells why it ended")
        .singleElement()
        .satisfies(c -> assertThat(c.after().phase()).isEqualTo(ExecutorPhase.FAILED));
  }

  @Test
  void anOldEventDoesNotUndoANewerOne() {
    watched(pod(1, 12, "Running"));
    watched(pod(1, 11, "Pending"));
    assertThat(store.find(1).orElseThrow().phase()).isEqualTo(ExecutorPhase.RUNNING);
  }

  @Test
  void aPodThatWentAfterItEndedKeepsTheWayItEnded() {
    watched(pod(1, 10, "Running"));
    changes.clear();
    watchedGone(pod(1, 11, "Failed"));
    assertThat(changes)
        .singleElement()
        .satisfies(c -> assertThat(c.after().phase()).isEqualTo(ExecutorPhase.FAILED));
    assertThat(known()).isEmpty();
  }

  @Test
  void aPodThatIsMarkedAsInactiveIsNotKept() {
    watched(pod(1, 10, "Failed"));
    Pod marked = TestPods.executor("app", 1, 0);
    marked.getMetadata().setResourceVersion("11");
    marked.getMetadata().getLabels().put(Constants.SPARK_EXECUTOR_INACTIVE_LABEL, "true");
    watched(Documents.executor(marked).orElseThrow());
    assertThat(known()).isEmpty();
  }

  /** A pod of a set: the same one, whatever its executor is called. */
  private static ExecutorPod podOfSet(long id, long version, String lastState) {
    return Documents.read(
            """
            {"metadata":{"name":"set-0","uid":"u","resourceVersion":"%d",
              "labels":{"spark-exec-id":"%s"}},
             "status":{"phase":"Running","containerStatuses":[
               {"name":"spark-kubernetes-executor","restartCount":0,
                "state":{"running":{}}%s}]}}
            """
                .formatted(version, id == 0 ? "EXECID" : Long.toString(id), lastState))
        .toExecutorPod(Documents.RULES)
        .orElseThrow();
  }

  @Test
  void knowsPodsWhoseExecutorsHaveNoIdApart() {
    watched(podOfSet(0, 10, ""));
    assertThat(changes).isEmpty();
    assertThat(known()).isEmpty();
    assertThat(store.unnamed()).hasSize(1);
    assertThat(unnamed).hasSize(1);
  }

  @Test
  void aPodThatGetsItsIdIsUnnamedNoMore() {
    watched(podOfSet(0, 10, ""));
    watched(podOfSet(7, 11, ""));
    assertThat(known()).containsExactly(7L);
    assertThat(store.unnamed()).isEmpty();
    assertThat(unnamed).last().matches(PodChange::gone);
  }

  @Test
  void aLateListDoesNotTakeTheIdAway() {
    watched(podOfSet(7, 11, ""));
    watched(podOfSet(0, 10, ""));
    assertThat(known()).containsExactly(7L);
    assertThat(store.unnamed()).isEmpty();
  }

  @Test
  void aPodThatGoesOnAsAnotherExecutorEndsTheFirstOne() {
    watched(podOfSet(7, 11, ""));
    changes.clear();
    watched(
        podOfSet(
            8, 12, ",\"lastState\":{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}"));
    assertThat(known()).containsExactly(8L);
    assertThat(changes.get(0).gone()).isTrue();
    assertThat(changes.get(0).after().id()).isEqualTo(7);
    assertThat(changes.get(0).after().phase()).isEqualTo(ExecutorPhase.FAILED);
    assertThat(changes.get(0).after().exitCode().getAsInt()).isEqualTo(137);
    assertThat(changes.get(1).after().id()).isEqualTo(8);
  }

  @Test
  void aListWithoutAnUnnamedPodTellsThatItIsGone() {
    watched(podOfSet(0, 10, ""));
    store.replace(List.of(), 20, 0, true);
    assertThat(store.unnamed()).isEmpty();
    assertThat(unnamed).last().matches(PodChange::gone);
  }

  @Test
  void aSubscriberThatFailsDoesNotKeepNewsFromTheOthers() {
    ExecutorPodStore other = new ExecutorPodStore(new ManualLoop());
    List<String> heard = new ArrayList<>();
    other.subscribe(
        new PodSubscriber() {
          @Override
          public void onChanges(List<PodChange> more) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public void onFullList(long listedAt, boolean current) {
            throw new IllegalStateException("a bug");
          }
        });
    other.subscribe(
        new PodSubscriber() {
          @Override
          public void onChanges(List<PodChange> more) {
            heard.add("changes");
          }

          @Override
          public void onFullList(long listedAt, boolean current) {
            heard.add("list");
          }
        });
    assertThatThrownBy(() -> other.replace(List.of(pod(1, 10, "Running")), 20, 0, true))
        .as("the failure is not lost")
        .hasMessage("a bug")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(heard).containsExactly("changes", "list");
  }

  @Test
  void anEventFromBeforeTheListDoesNotReviveAPod() {
    watched(pod(1, 10, "Running"));
    store.replace(List.of(), 20, 0, true);
    changes.clear();
    watched(pod(1, 12, "Running"));
    assertThat(known()).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void aDeletionFromBeforeTheListIsNews() {
    store.replace(List.of(), 20, 0, true);
    watchedGone(pod(1, 12, "Failed"));
    assertThat(changes)
        .singleElement()
        .satisfies(c -> assertThat(c.after().phase()).isEqualTo(ExecutorPhase.FAILED));
  }
}
