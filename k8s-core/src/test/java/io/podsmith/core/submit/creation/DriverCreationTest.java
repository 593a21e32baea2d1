// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.Logged;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import io.podsmith.core.submit.StubTime;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a driver and its objects are created, and what happens if that fails. */
class DriverCreationTest {
  private static final Answer INVALID = Answer.status(422, "Invalid", "too long");
  private static final String STEP = "step acme.logs from logs.jar";
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final StubTime time = new StubTime();
  private final ConfigMap pre = configMap("pre");
  private final ConfigMap conf = configMap("conf");

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .addToLabels("spark-app-selector", "spark-1")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static DriverSpec spec(List<HasMetadata> before, List<HasMetadata> after) {
    return new DriverSpec(pod(), before, after, new TreeMap<>(), List.of());
  }

  /** Returns a driver whose objects are from a step, with names that are not unique. */
  private static DriverSpec ofStep(List<HasMetadata> before, List<HasMetadata> after) {
    StepInfo info =
        new StepInfo(
            "acme.logs",
            "",
            StepPhase.values()[0],
            StepScope.values()[0],
            "logs.jar",
            "com.acme.LogsFactory",
            true);
    Map<HasMetadata, Author> authors = new IdentityHashMap<>();
    before.forEach(object -> authors.put(object, Author.step(info, "driver")));
    after.forEach(object -> authors.put(object, Author.step(info, "driver")));
    return new DriverSpec(
        pod(),
        before,
        after,
        new TreeMap<>(),
        List.of(),
        SpecOrigins.of(
            PodHistory.of(Author.NOBODY, SparkPod.empty()), authors, Set.of("unique"), List.of()),
        "",
        Optional.empty(),
        "");
  }

  private DriverCreation creation() {
    return new DriverCreation(server.client(), "jobs", time);
  }

  private Pod create() throws InterruptedException {
    return creation().create(spec(List.of(pre), List.of(conf)));
  }

  @Test
  void createsThePodBetweenItsObjectsAndBecomesTheirOwner() throws Exception {
    Pod created = create();

    assertThat(created.getMetadata().getUid()).isEqualTo("uid-of-pi");
    assertThat(server.requests())
        .containsExactly(
            "PATCH /configmaps/pre",
            "POST /pods",
            "PATCH /configmaps/pre",
            "PATCH /configmaps/conf");
    assertThat(server.bodies("PATCH /configmaps/pre").get(0)).doesNotContain("ownerReferences");
    String owner =
        "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"controller\":true,"
            + "\"name\":\"pi\",\"uid\":\"uid-of-pi\"}]";
    assertThat(server.bodies("PATCH /configmaps/pre").get(1)).contains(owner);
    assertThat(server.bodies("PATCH /configmaps/conf").get(0)).contains(owner);
    assertThat(pre.getMetadata().getOwnerReferences()).as("of the spec").isEmpty();
  }

  @Test
  void createsObjectsOfStepsOnlyIfTheyAreNew() throws Exception {
    ConfigMap unique = configMap("unique-1");

    creation().create(ofStep(List.of(pre), List.of(conf, unique)));

    assertThat(server.requests())
        .containsExactly(
            "GET /configmaps/pre",
            "GET /configmaps/conf",
            "POST /configmaps",
            "POST /pods",
            "PATCH /configmaps/pre",
            "POST /configmaps",
            "PATCH /configmaps/unique-1");
  }

  @Test
  void createsNothingIfTheClusterHasNoSuchKind() {
    HasMetadata widget =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("example.com/v1")
            .withKind("Widget")
            .withNewMetadata()
            .withName("w")
            .endMetadata()
            .build();

    assertThatThrownBy(() -> creation().create(ofStep(List.of(pre), List.of(widget))))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-004] cannot create widget w in namespace jobs")
        .hasMessageContaining("the cluster does not support widgets.example.com")
        .hasMessageEndingWith(
            "The Widget was returned by step acme.logs from logs.jar (class com.acme.LogsFactory)");

    assertThat(server.changes()).isEmpty();
  }

  @Test
  void createsNothingIfAnObjectOfAnotherApplicationHasTheName() {
    ConfigMap theirs = configMap("conf");
    theirs.getMetadata().setLabels(Map.of("spark-app-selector", "spark-2"));
    server.put(theirs);

    assertThatThrownBy(() -> creation().create(ofStep(List.of(pre), List.of(conf))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("it exists and belongs to application spark-2; " + STEP)
        .hasNoSuppressedExceptions();

    assertThat(server.changes()).isEmpty();
  }

  @Test
  void deletesWhatItCreatedIfAnObjectTurnsOutToBelongToAnother() {
    ConfigMap theirs = configMap("conf");
    theirs.getMetadata().setLabels(Map.of("spark-app-selector", "spark-2"));
    // It is created after the check.
    server.answer("GET /configmaps/conf", Answer.status(404, "NotFound", "not found"));
    time.duringPause(
        count -> {
          server.heal();
          server.put(theirs);
        });
    server.answer("POST /configmaps", Answer.status(409, "AlreadyExists", "already exists"));

    assertThatThrownBy(() -> creation().create(ofStep(List.of(), List.of(conf))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("it exists and belongs to application spark-2")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .endsWith("deleted again: pod pi in namespace jobs"));
    assertThat(server.names()).containsExactly("conf");
  }

  @Test
  void addsWhyItCouldNotDeleteToSuchAFailure() {
    ConfigMap theirs = configMap("conf");
    theirs.getMetadata().setLabels(Map.of("spark-app-selector", "spark-2"));
    server.answerOnce("GET /configmaps/conf", Answer.status(404, "NotFound", "not found"));
    server.answer("DELETE /pods/pi", Answer.status(403, "Forbidden", "denied"));
    server.put(theirs);

    assertThatThrownBy(() -> creation().create(ofStep(List.of(), List.of(conf))))
        .isInstanceOf(ClusterException.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .anySatisfy(words -> assertThat(words).contains("denied"))
                    .anySatisfy(
                        words -> assertThat(words).contains("could not be deleted: pod pi")));
  }

  // Failures and what is deleted.

  @ParameterizedTest
  @CsvSource({"400, true", "403, true", "422, true", "499, true", "500, false", "503, false"})
  void namesTheStepBehindARejectedObject(int status, boolean isNamed) {
    ConfigMap bad = configMap("unique-1");
    server.answer("PATCH /configmaps/unique-1", Answer.status(status, "Bad", "no luck"));

    assertThatThrownBy(() -> creation().create(ofStep(List.of(), List.of(bad))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create configmap unique-1 in namespace jobs")
        .hasMessageContaining("eleted again: pod pi in namespace jobs")
        .satisfies(
            failure ->
                assertThat(failure.getMessage().contains("The ConfigMap was returned by " + STEP))
                    .isEqualTo(isNamed));

    assertThat(server.names()).doesNotContain("pi");
  }

  @Test
  void keepsWhatExistedBefore() {
    server.put(pre);
    server.answer("POST /pods", INVALID);

    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-003] cannot create pod pi in namespace jobs")
        .hasMessageContaining("the API server rejected it: too long")
        .hasMessageEndingWith("Kept, because it existed before: configmap pre in namespace jobs");

    assertThat(server.names()).containsExactly("pre");
  }

  @Test
  void saysWhatItCouldNotDelete() {
    server.answer("PATCH /configmaps/conf", INVALID);
    server.answer("DELETE /pods/pi", Answer.status(403, "Forbidden", "denied"));

    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageEndingWith(
            "Deleted again: configmap pre in namespace jobs; could not be deleted: pod pi in"
                + " namespace jobs; run kubectl delete pods pi -n jobs")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH /configmaps/pre", "PATCH /configmaps/conf"})
  void saysWhatMayHaveBeenCreatedIfAnAnswerIsLost(String request) {
    server.answer(request, Answer.CUT);

    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-001]")
        .hasMessageContaining(
            "ay have been created: configmap %s in namespace jobs; run kubectl delete configmaps"
                .formatted(request.substring("PATCH /configmaps/".length())));
  }

  @Test
  void saysThatAnObjectOfAStepMayHaveBeenCreated() {
    server.answer("POST /configmaps", Answer.CUT);

    assertThatThrownBy(() -> creation().create(ofStep(List.of(), List.of(conf))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("eleted again: pod pi in namespace jobs")
        .hasMessageContaining("may have been created: configmap conf in namespace jobs");
  }

  @Test
  void deletesAnObjectOfAStepAgain() {
    ConfigMap bad = configMap("unique-1");
    server.answer("PATCH /configmaps/unique-1", INVALID);

    assertThatThrownBy(() -> creation().create(ofStep(List.of(pre), List.of(conf, bad))))
        .isInstanceOf(ClusterException.class)
        .hasMessageEndingWith(
            "Deleted again: configmap conf in namespace jobs, pod pi in namespace jobs, configmap"
                + " pre in namespace jobs")
        .hasMessageNotContaining("may have been");
    assertThat(server.names()).isEmpty();
  }

  @Test
  void saysWhichSettingsTheSecretHoldsThatIsDenied() {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("spark-drv-1-conf-secret")
            .endMetadata()
            .build();
    server.answer(
        "PATCH /secrets/spark-drv-1-conf-secret", Answer.status(403, "Forbidden", "denied"));
    DriverSpec spec =
        new DriverSpec(
            pod(),
            List.of(),
            List.of(secret),
            new TreeMap<>(Map.of("spark.a.password", "hunter2")),
            List.of());

    assertThatThrownBy(() -> creation().create(spec))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(
            "The Secret keeps settings that look like secrets out of the driver's"
                + " ConfigMap: spark.a.password. Grant the verbs create and patch")
        .hasMessageEndingWith("Deleted again: pod pi in namespace jobs")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesWhoWroteTheFieldThatIsRejected() {
    Pod pod = new PodBuilder(pod()).editSpec().withNodeName("n").endSpec().build();
    PodHistory history = PodHistory.of(Author.NOBODY, SparkPod.empty());
    history.add(
        Author.template("spark.kubernetes.driver.podTemplateFile", "driver.yaml"),
        SparkPod.of(pod, new ContainerBuilder().withName("spark").build()));
    DriverSpec spec =
        new DriverSpec(
            pod,
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of(),
            SpecOrigins.of(history, Map.of(), Set.of(), List.of()),
            "",
            Optional.empty(),
            "");
    server.answer(
        "POST /pods",
        new Answer(
            422,
            """
            {"kind": "Status", "code": 422, "details": {"causes": [
              {"field": "spec.nodeName", "message": "Invalid value"}]}}
            """));

    assertThatThrownBy(() -> creation().create(spec))
        .isInstanceOf(ClusterException.class)
        .hasMessageEndingWith(
            "the API server rejected it: spec.nodeName: Invalid value. spec.nodeName was written by"
                + " the pod template driver.yaml (spark.kubernetes.driver.podTemplateFile)");
  }

  @Test
  void deletesWhatItCreatedWhenItIsInterrupted() {
    Thread caller = Thread.currentThread();
    server.onRequest("POST /pods", caller::interrupt);
    server.answer("POST /pods", Answer.NONE);
    server.answer("DELETE /configmaps/pre", Answer.status(403, "Forbidden", "denied"));

    assertThatThrownBy(this::create)
        .isInstanceOf(InterruptedException.class)
        .hasMessageStartingWith(
            "the submission was interrupted; could not be deleted: configmap pre")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  // Objects outside the namespace of the driver.

  @Test
  void warnsOfObjectsThatOutliveTheDriver() throws Exception {
    ConfigMap elsewhere = configMap("elsewhere");
    elsewhere.getMetadata().setNamespace("shared");
    PersistentVolume volume =
        new PersistentVolumeBuilder().withNewMetadata().withName("data").endMetadata().build();

    try (Logged logged = new Logged()) {
      creation().create(ofStep(List.of(elsewhere), List.of(volume)));

      assertThat(logged.text())
          .contains(
              "configmap elsewhere in namespace shared of step acme.logs from logs.jar outlives the"
                  + " driver, because a pod cannot own objects outside its namespace; delete it when"
                  + " it is no longer needed",
              "persistentvolume data of step acme.logs from logs.jar outlives the driver");
    }

    assertThat(server.bodies("PATCH /persistentvolumes/data"))
        .singleElement()
        .asString()
        .doesNotContain("ownerReferences");
    assertThat(server.requests())
        .filteredOn(each -> each.endsWith("elsewhere"))
        .as("applied once, as it gets no owner")
        .hasSize(1);
  }
}
