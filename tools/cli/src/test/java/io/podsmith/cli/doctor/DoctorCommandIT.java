// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandIT {
  private static final String NAMESPACE = "jobs";

  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final EmbeddedApiServer server =
      EmbeddedApiServer.builder()
          .authorizer(
              action -> !denied.contains("%s %s".formatted(action.verb(), action.resource())))
          .start();

  @TempDir private Path directory;
  private Path settings;

  @BeforeEach
  void prepare() throws IOException {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
    server
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    server
        .client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("spark")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build())
        .create();
    settings =
        Files.writeString(
            directory.resolve("pi.conf"),
            """
            spark.master=k8s://%s
            spark.app.name=pi
            spark.kubernetes.namespace=jobs
            spark.kubernetes.container.image=apache/spark:4.1.1
            spark.kubernetes.authenticate.driver.serviceAccountName=spark
            """
                .formatted(server.url()));
  }

  @AfterEach
  void stop() {
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    server.close();
  }

  private CommandRun doctor(String... conf) {
    List<Object> words = new ArrayList<>(List.of("doctor", settings));
    for (String each : conf) {
      words.addAll(List.of("--conf", each));
    }
    return CommandRun.of(words.toArray());
  }

  private static void fails(CommandRun run, String line) {
    assertThat(run.out().lines()).as(run.out() + run.err()).anyMatch(each -> each.matches(line));
    assertThat(run.code()).isEqualTo(ExitCodes.UNHEALTHY);
  }

  @Test
  void findsNothingWrongAndCreatesNothing() {
    server.clearRequests();
    CommandRun run = doctor();

    assertThat(run.out())
        .as(run.err())
        .contains("ok    API server", "ok    namespace", "ok    image", "ok    server dry run")
        .doesNotContain("fail  ");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
    assertThat(server.requests())
        .filteredOn(request -> !request.method().equals("GET"))
        .filteredOn(request -> !request.query().contains("dryRun=All"))
        .extracting(RecordedRequest::path)
        .allMatch(path -> path.contains("reviews"));
    assertThat(server.client().pods().inAnyNamespace().list().getItems()).isEmpty();
  }

  @Test
  void namesARightThatIsMissing() {
    denied.add("create pods");

    fails(
        doctor(),
        "fail  rights of the submitter +cannot create pods in namespace jobs"
            + " \\(creates the driver pod\\); grant it; podsmith rbac prints the Role");
  }

  @Test
  void warnsOfAnOptionalRight() {
    denied.add("list events");
    CommandRun run = doctor();

    assertThat(run.out())
        .containsPattern(
            "warn  rights of the submitter +cannot list events in namespace jobs .*without it: ");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.kubernetes.namespace=none | fail  namespace +none does not exist; create it .*",
        "spark.kubernetes.authenticate.driver.serviceAccountName=no | fail  service account +no of the"
            + " driver does not exist in namespace jobs; create it with: kubectl create .*",
        "spark.kubernetes.container.image=Spark:4 | fail  image +'Spark:4' is not an image reference; .*",
        "spark.kubernetes.container.image.pullSecrets=pull | fail  pull secrets +Secret pull does not"
            + " exist; create it with: kubectl create secret docker-registry pull -n jobs",
        "spark.kubernetes.driver.secretKeyRef.A=vault:a | fail  referenced objects +Secret vault does"
            + " not exist; create it in namespace jobs; .*",
        "spark.kubernetes.executor.secrets.vault=/vault | fail  referenced objects +Secret vault does"
            + " not exist; .*",
        "spark.kubernetes.allocation.batch.size=0 | fail  settings +PODSMITH-CONF-00.*batch.size is .*",
        "spark.master=k8s://http://127.0.0.1:1 | fail  API server +PODSMITH-CLUSTER-001 .*",
      })
  void saysWhatToDo(String setting, String line) {
    fails(doctor(setting), line);
  }

  @Test
  void findsAMissingKeyOfASecret() {
    server
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("vault")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withData(Map.of("b", "c2VjcmV0"))
                .build())
        .create();

    CommandRun run = doctor("spark.kubernetes.driver.secretKeyRef.A=vault:a");

    fails(run, "fail  referenced objects +Secret vault has no key a; add the key, .*");
    assertThat(run.out()).doesNotContain("c2VjcmV0", "secret\"");
  }

  @Test
  void comparesQuotasWithDriverAndExecutors() {
    server
        .client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("team")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("pods", new Quantity("2")))
                .endSpec()
                .build())
        .create();
    server
        .client()
        .resourceQuotas()
        .inNamespace(NAMESPACE)
        .withName("team")
        .waitUntilCondition(
            quota -> quota.getStatus() != null && quota.getStatus().getHard() != null,
            20,
            TimeUnit.SECONDS);

    assertThat(doctor("spark.executor.instances=5").out())
        .containsPattern(
            "warn  quota +team has 2 of 2 left for pods, but the driver and 5 executors need 6;");
  }

  @Test
  void printsFindingsAsData() throws IOException {
    denied.add("list events");
    JsonNode json =
        new JsonMapper().readTree(CommandRun.of("doctor", "-o", "json", settings).out());

    assertThat(json.at("/fail").asInt()).isZero();
    assertThat(json.at("/warn").asInt()).isPositive();
    assertThat(json.at("/findings"))
        .anyMatch(
            each ->
                each.path("check").asText().equals("rights of the submitter")
                    && each.path("level").asText().equals("warn")
                    && !each.path("fix").asText().isEmpty());
  }

  @Test
  void checksASavedPlan() {
    Path plan = directory.resolve("pi.yaml");
    CommandRun saved =
        CommandRun.of(
            "plan", "-o", plan, "--properties-file", settings, "--class", "Pi", "local:///pi.jar");
    assertThat(saved.err()).isEmpty();

    CommandRun run = CommandRun.of("doctor", plan);

    assertThat(run.out()).as(run.err()).contains("ok    plan", "ok    server dry run");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void checksTheClusterWithoutAJob() {
    CommandRun run = CommandRun.of("doctor", "--master", "k8s://%s".formatted(server.url()));

    assertThat(run.out()).as(run.err()).contains("warn  job", "ok    API server");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }
}
