// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.Logged;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the managed fields of a driver pod come to name the steps. */
class StepFieldsTest {
  private static final Map<String, String> MANAGERS =
      Map.of("spec.nodeName", "acme.nodes", "metadata.labels.team", "acme.labels");
  private static final Answer CONFLICT = Answer.status(409, "Conflict", "the pod was modified");
  @RegisterExtension static final StubObjects server = new StubObjects();

  /** What the client itself wrote with its POST. */
  private static final String POSTED =
      "{\"f:metadata\":{\"f:labels\":{\"f:team\":{}}},\"f:spec\":{\"f:nodeName\":{}}}";

  private static ManagedFieldsEntry entry(String manager, String operation, String fields) {
    FieldsV1 tree = Serialization.unmarshal(fields, FieldsV1.class);
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation(operation)
        .withApiVersion("v1")
        .withFieldsV1(tree)
        .build();
  }

  private static Pod sent() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .withNamespace("jobs")
        .addToLabels("team", "a")
        .endMetadata()
        .withNewSpec()
        .withNodeName("n")
        .endSpec()
        .build();
  }

  private static Pod created(ManagedFieldsEntry... fields) {
    return new PodBuilder(sent())
        .editMetadata()
        .withUid("u-1")
        .withResourceVersion("5")
        .withManagedFields(fields)
        .endMetadata()
        .build();
  }

  private static Pod changed(String version, ManagedFieldsEntry... fields) {
    Pod pod = created(fields);
    pod.getMetadata().setResourceVersion(version);
    return pod;
  }

  private static void set(Pod created) {
    new StepFields(server.client()).set(created, PodFields.tree(sent()), MANAGERS);
  }

  /** Returns what the last patch contains: its version, then each manager with its fields. */
  @SuppressWarnings("unchecked")
  private static List<String> patch() {
    List<String> bodies = server.bodies("PATCH /pods/pi");
    Map<String, Object> metadata =
        (Map<String, Object>)
            Serialization.unmarshal(bodies.get(bodies.size() - 1), Map.class).get("metadata");
    List<Map<String, Object>> entries = (List<Map<String, Object>>) metadata.get("managedFields");
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("version " + metadata.get("resourceVersion")),
            entries.stream()
                .map(
                    each ->
                        "%s %s %s"
                            .formatted(
                                each.get("manager"),
                                each.get("operation"),
                                Serialization.asJson(each.get("fieldsV1"))))
                .sorted())
        .toList();
  }

  private static final String LABELS =
      "podsmith:acme.labels Apply {\"f:metadata\":{\"f:labels\":{\"f:team\":{}}}}";
  private static final String NODES = "podsmith:acme.nodes Apply {\"f:spec\":{\"f:nodeName\":{}}}";

  @Test
  void replaceTheFieldsOfTheClient() {
    Pod created = created(entry("fabric8", "Update", POSTED));
    server.put(created);

    set(created);

    assertThat(server.requests()).containsExactly("PATCH /pods/pi");
    assertThat(patch()).containsExactly("version 5", LABELS, NODES);
    assertThat(server.bodies("PATCH /pods/pi").get(0))
        .contains("\"apiVersion\":\"v1\"", "\"fieldsType\":\"FieldsV1\"")
        .containsPattern("\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");
  }

  @Test
  void leaveTheFieldsOfOthersAlone() {
    String status = "{\"f:status\":{\"f:phase\":{}}}";
    Pod created = created(entry("fabric8", "Update", POSTED), entry("other", "Update", status));
    ManagedFieldsEntry ofKubelet = entry("fabric8", "Update", status);
    ofKubelet.setSubresource("status");
    created.getMetadata().getManagedFields().add(ofKubelet);
    created.getMetadata().getManagedFields().add(entry("fabric8", "Apply", POSTED));
    ManagedFieldsEntry ofOldVersion = entry("fabric8", "Update", POSTED);
    ofOldVersion.setApiVersion("v0");
    Pod current = new PodBuilder(created).build();
    current.getMetadata().getManagedFields().add(ofOldVersion);
    current.getMetadata().getManagedFields().add(entry("team", "Update", POSTED));
    current.getMetadata().setResourceVersion("6");
    conflictOnce(current);

    set(created);

    assertThat(patch())
        .contains(
            "fabric8 Update " + status,
            "fabric8 Apply " + POSTED,
            "fabric8 Update " + POSTED,
            "team Update " + POSTED)
        .as("what was there at the creation is the client's only if the client wrote it")
        .doesNotContain("other Update " + POSTED);
  }

  /** The first patch meets a pod that has changed. */
  private static void conflictOnce(Pod current) {
    server.put(current);
    server.answerOnce("PATCH /pods/pi", CONFLICT);
  }

  @Test
  void keepWhatTheClientWroteAfterTheCreation() {
    Pod created = created(entry("fabric8", "Update", POSTED));
    conflictOnce(
        changed(
            "6",
            entry(
                "fabric8",
                "Update",
                "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:team\":{},\"f:later\":{}}},"
                    + "\"f:spec\":{\"f:nodeName\":{}}}")));

    set(created);

    assertThat(server.requests())
        .containsExactly("PATCH /pods/pi", "GET /pods/pi", "PATCH /pods/pi");
    assertThat(patch())
        .contains(
            LABELS,
            NODES,
            "fabric8 Update {\"f:metadata\":{\"f:labels\":{\".\":{},\"f:later\":{}}}}");
  }

  @Test
  void areSetOnThePodThatIsCurrent() {
    Pod created = created();
    conflictOnce(changed("6"));

    set(created);

    assertThat(server.bodies("PATCH /pods/pi").get(0)).contains("\"resourceVersion\":\"5\"");
    assertThat(patch().get(0)).isNotEqualTo("version 5");
  }

  @Test
  void areTriedFiveTimes() {
    Pod created = created();
    server.put(changed("6"));
    server.answer("PATCH /pods/pi", CONFLICT);

    try (Logged logged = new Logged()) {
      set(created);

      assertThat(server.changes()).hasSize(5);
      assertThat(server.requests()).hasSize(9);
      assertThat(logged.text())
          .contains(
              "Cannot set the managed fields of pod pi (the pod was modified); the driver is not"
                  + " affected. Grant the verb patch for pods, or set"
                  + " spark.podsmith.explain.managedFields to false");
    }
  }

  @Test
  void areNotSetOnAnotherPodOfTheName() {
    Pod other = changed("6");
    other.getMetadata().setUid("u-2");
    server.put(other);
    server.answer("PATCH /pods/pi", CONFLICT);

    set(created());

    assertThat(server.requests()).containsExactly("PATCH /pods/pi", "GET /pods/pi");
  }

  @Test
  void areNotSetIfThePodIsGone() {
    server.answer("PATCH /pods/pi", CONFLICT);

    set(created());

    assertThat(server.requests()).containsExactly("PATCH /pods/pi", "GET /pods/pi");
  }

  @Test
  void areNotWorthAnErrorIfTheyAreDenied() {
    server.answer("PATCH /pods/pi", Answer.status(403, "Forbidden", "denied"));

    try (Logged logged = new Logged()) {
      set(created());

      assertThat(server.requests()).containsExactly("PATCH /pods/pi");
      assertThat(logged.text()).contains("Cannot set the managed fields of pod pi (denied);");
    }
  }

  @Test
  void areNotWorthAnErrorIfTheApiServerDoesNotRespond() {
    server.answer("PATCH /pods/pi", Answer.CUT);

    try (Logged logged = new Logged()) {
      set(created());

      assertThat(logged.text()).contains("Cannot set the managed fields of pod pi (");
    }
  }

  @Test
  void takeNoRequestIfNoWriterIsKnown() {
    new StepFields(server.client()).set(created(), PodFields.tree(sent()), Map.of());

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void ignoreWritersOfFieldsThatAreNotManaged() {
    new StepFields(server.client())
        .set(created(), PodFields.tree(sent()), Map.of("metadata.name", "acme.names"));

    assertThat(patch()).containsExactly("version 5");
  }
}
