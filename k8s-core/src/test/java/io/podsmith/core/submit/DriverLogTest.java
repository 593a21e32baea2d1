// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverLogTest {
  private static final String CODED = "[PODSMITH-STEP-001] step a.b failed";
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();
  private static Answer answer = Answer.NONE;
  private static StubApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server =
        new StubApiServer(
            request -> {
              REQUESTS.add(request);
              return answer;
            });
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static Optional<String> cause(Pod pod, Map<String, String> settings) {
    return new DriverLog(client, SparkSettings.of(settings, Map.of())).cause(pod, "spark");
  }

  private static Pod annotated(String exception) {
    return new PodBuilder(Pods.in("Failed"))
        .editMetadata()
        .addToAnnotations("spark.exit-exception", exception)
        .endMetadata()
        .build();
  }

  @Test
  void findsTheLastLineWithACode() {
    assertThat(
            DriverLog.lastCodedLine(
                """
                26/11/28 WARN X: [PODSMITH-CLUSTER-001] cannot list pods
                Exception in thread "main" E: [PODSMITH-STEP-001] step a.b failed
                \tat somewhere
                """))
        .hasValue("[PODSMITH-STEP-001] step a.b failed");
  }

  @Test
  void findsNothingInOtherLogs() {
    assertThat(DriverLog.lastCodedLine("")).isEmpty();
    assertThat(DriverLog.lastCodedLine("PODSMITH-STEP-001 without brackets")).isEmpty();
  }

  @Test
  void readsTheEndOfTheLogOfSparksContainer() {
    REQUESTS.clear();
    answer = new Answer(200, "INFO begins\n%s\n\tat X\n".formatted(CODED));

    assertThat(cause(annotated("other"), Map.of())).hasValue(CODED);
    assertThat(REQUESTS)
        .containsExactly(
            "GET /api/v1/namespaces/jobs/pods/my-driver/log?container=spark&tailLines=500");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 403, 404})
  void takesTheExceptionOnThePodIfTheLogSaysNothing(int status) {
    answer = new Answer(status, status == 200 ? "INFO begins" : "{\"kind\":\"Status\"}");

    assertThat(cause(annotated("java.lang.Error: x\n\tat X"), Map.of()))
        .hasValue("java.lang.Error: x");
    assertThat(cause(Pods.in("Failed"), Map.of())).isEmpty();
  }

  @Test
  void withholdsValuesOfSettingsThatLookLikeSecrets() {
    answer = new Answer(200, "[PODSMITH-STEP-001] hunter2, hunter22 and pi");

    assertThat(
            cause(
                Pods.in("Failed"),
                Map.of(
                    "spark.a.password", "hunter2",
                    "spark.b.password", "hunter22",
                    "spark.c.password", "",
                    "spark.app.name", "pi")))
        .as("nothing of the longer one remains")
        .hasValue("[PODSMITH-STEP-001] *********(redacted), *********(redacted) and pi");
  }

  @ParameterizedTest
  @CsvSource({"600, false", "601, true"})
  void shortensLongLines(int length, boolean isShortened) {
    String line = "[PODSMITH-STEP-001] %s".formatted("x".repeat(length)).substring(0, length);
    answer = new Answer(200, line);

    assertThat(cause(Pods.in("Failed"), Map.of()))
        .hasValue(isShortened ? line.substring(0, 600) + "..." : line);
  }
}
