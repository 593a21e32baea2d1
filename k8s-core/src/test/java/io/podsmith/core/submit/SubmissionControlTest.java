// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
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
}
