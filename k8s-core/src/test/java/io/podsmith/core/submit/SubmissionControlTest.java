// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionControlTest {
  private static final SubmissionControl CONTROL =
      new SubmissionControl(SparkSettings.of(Map.of(), Map.of()), line -> {});
  private static final Answer DELETED =
      new Answer(200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "jobs:", ":pod", "jobs:pod:more"})
  void refusesWhatIsNoSubmissionId(String id) {
    assertThatThrownBy(() -> CONTROL.kill(id))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("is '" + id + "'")
        .hasMessageContaining("<namespace>:<driver pod>");
  }

  @Test
  void startsAnExpiredListAgain() {
    AtomicInteger lists = new AtomicInteger();
    List<String> lines = kill(request -> page(request, lists, 1));
    assertThat(lines).filteredOn(line -> line.startsWith("Deleting")).hasSize(2);
    assertThat(lists).as("first pages").hasValue(2);
  }

  @Test
  void listsWithoutPagesWhereListsExpireAgainAndAgain() {
    AtomicInteger lists = new AtomicInteger();
    List<String> lines = kill(request -> page(request, lists, Integer.MAX_VALUE));
    assertThat(lines).filteredOn(line -> line.startsWith("Deleting")).hasSize(2);
    assertThat(lists).as("first pages, and a list without pages").hasValue(4);
  }

  private static List<String> kill(Function<String, Answer> lists) {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (StubApiServer server =
            new StubApiServer(
                request -> request.startsWith("GET") ? lists.apply(request) : DELETED);
        KubernetesClient client = server.client()) {
      new SubmissionControl(SparkSettings.of(Map.of(), Map.of()), lines::add, client)
          .kill("jobs:my-*");
    }
    return lines;
  }

  /** Two pods in pages of one, of which the second expires at first. */
  private static Answer page(String request, AtomicInteger lists, int expires) {
    PodListBuilder page = new PodListBuilder().withNewMetadata().endMetadata();
    if (request.contains("continue=")) {
      return lists.get() <= expires
          ? new Answer(410, "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}")
          : new Answer(200, Serialization.asJson(page.addToItems(named("my-2")).build()));
    }
    lists.incrementAndGet();
    page.addToItems(named("my-1"));
    boolean isPage = request.contains("limit=");
    return new Answer(
        200,
        Serialization.asJson(
            isPage
                ? page.editMetadata().withContinue("token").endMetadata().build()
                : page.addToItems(named("my-2")).build()));
  }

  private static Pod named(String name) {
    return new PodBuilder(Pods.in("Running")).editMetadata().withName(name).endMetadata().build();
  }

  @Test
  void asksForTheMaster() {
    assertThatThrownBy(() -> CONTROL.status("jobs:pi"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.master is not set");
  }

  private static Pod driver(String name) {
    return new PodBuilder(named(name))
        .editMetadata()
        .withUid("uid-of-" + name)
        .endMetadata()
        .build();
  }

  @Test
  void deletesDriversByTheirUidAndReportsThoseThatAreGone() {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (StubObjects server = new StubObjects()) {
      server.put(driver("one"));
      server.put(driver("other"));
      server.answer("DELETE /pods/other", Answer.status(409, "Conflict", "the uid differs"));
      SparkSettings settings =
          SparkSettings.of(
              Map.of("spark.kubernetes.appKillPodDeletionGracePeriod", "7s"), Map.of());

      new SubmissionControl(settings, lines::add, server.client())
          .delete(List.of(driver("one"), driver("gone"), driver("other")));

      assertThat(lines).containsExactly("Application not found.", "Application not found.");
      assertThat(server.names()).containsExactly("other");
      assertThat(server.bodies("DELETE /pods/one").get(0))
          .contains("\"uid\":\"uid-of-one\"", "\"gracePeriodSeconds\":7");
    }
  }

  @Test
  void deletesTheOtherDriversIfSomeAreRejected() {
    try (StubObjects server = new StubObjects()) {
      server.put(driver("three"));
      server.answer("DELETE /pods/one", Answer.status(403, "Forbidden", "denied"));
      server.answer("DELETE /pods/two", Answer.status(403, "Forbidden", "denied"));

      assertThatThrownBy(
              () ->
                  new SubmissionControl(
                          SparkSettings.of(Map.of(), Map.of()), line -> {}, server.client())
                      .delete(List.of(driver("one"), driver("two"), driver("three"))))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("[PODSMITH-CLUSTER-002] cannot delete pod one in namespace jobs")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .singleElement()
                      .extracting(Throwable::getMessage)
                      .asString()
                      .contains("cannot delete pod two in namespace jobs"));
      assertThat(server.names()).isEmpty();
    }
  }

  @Test
  void connectsToTheMasterOfTheSettings() {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (StubObjects server = new StubObjects()) {
      server.put(driver("one"));
      String master = "k8s://" + server.client().getConfiguration().getMasterUrl();
      SubmissionControl control =
          new SubmissionControl(
              SparkSettings.of(Map.of("spark.master", master), Map.of()), lines::add);

      control.status("jobs:one");
      control.status("jobs:two");
      control.status("jobs:t*");
      control.kill("jobs:one");
      control.kill("jobs:t*");

      assertThat(lines)
          .contains(
              "Submitting a request for the status of submission jobs:one in %s.".formatted(master),
              "Application not found.",
              "Submitting a request to kill submission jobs:one in %s. Grace period in secs: not set."
                  .formatted(master),
              "No applications found.")
          .anySatisfy(line -> assertThat(line).startsWith("Application status (driver): "))
          .hasSize(9);
      assertThat(server.names()).isEmpty();
    }
  }
}
