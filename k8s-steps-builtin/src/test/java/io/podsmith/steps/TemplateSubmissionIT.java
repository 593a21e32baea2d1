// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates as users give them, submitted to an API server with the built-in steps. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TemplateSubmissionIT {
  private static final String DRIVER = "spark.kubernetes.driver.podTemplateFile";
  private static final String EXECUTOR = "spark.kubernetes.executor.podTemplateFile";

  @TempDir Path folder;
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.builder().start();
    Config patient = server.config();
    patient.setRequestTimeout(60_000);
    client = new KubernetesClientBuilder().withConfig(patient).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void takesTemplatesThatArePipes() throws Exception {
    String template = "spec: {priority: 0, containers: [{name: main, volumeMounts: null}]}\n";

    Pod driver =
        submit(Map.of(DRIVER, pipe("driver", template), EXECUTOR, pipe("executor", template)));

    assertThat(driver.getSpec().getContainers()).extracting(c -> c.getName()).containsOnly("main");
    assertThat(configMaps())
        .as("the template of executors travels as it is")
        .anySatisfy(map -> assertThat(map.getData()).containsValue(template));
  }

  @Test
  void takesTemplatesWithEmptyListsForEachContainer() throws Exception {
    String template =
        """
        spec:
          volumes:
          initContainers:
          containers:
          - name: main
            volumeMounts:
            ports:
          - name: sidecar
            image: sidecar:1
            volumeMounts:
            ports:
        """;

    assertThat(submit(Map.of(DRIVER, file(template))).getSpec().getContainers()).hasSize(2);
  }

  @Test
  void logsUnknownFieldsAndTheWarningsOfTheApiServer() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      submit(Map.of(DRIVER, file("spec: {toleration: [], containers: [{name: main}]}\n")));
    } finally {
      System.setErr(before);
    }

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("spec.toleration: is an unknown field")
        .contains("did you mean spec.tolerations?")
        .contains("The API server warns about the driver: unknown field \"spec.toleration\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {DRIVER, EXECUTOR})
  void rejectsADumpOfAPodBeforeAnythingIsCreated(String key) throws Exception {
    String template =
        file(
            """
            metadata: {name: old, resourceVersion: "12", uid: 1-2-3}
            spec: {nodeName: node-7, containers: [{name: main}]}
            status: {phase: Running}
            """);

    assertThatThrownBy(() -> submit(Map.of(key, template)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + key)
        .hasMessageContainingAll(
            template, "metadata.uid", "metadata.resourceVersion", "status", "spec.nodeName");
    assertThat(client.pods().inAnyNamespace().list().getItems()).isEmpty();
    assertThat(configMaps()).noneMatch(map -> map.getMetadata().getName().startsWith("demo"));
  }

  private List<ConfigMap> configMaps() {
    return client.configMaps().inNamespace("default").list().getItems();
  }

  private Pod submit(Map<String, String> settings) throws InterruptedException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.app.name", "demo");
    all.put("spark.kubernetes.driver.pod.name", "demo");
    all.put("spark.kubernetes.container.image", "spark:4.1.1");
    all.put("spark.kubernetes.submission.waitAppCompletion", "false");
    Application application =
        new Application(
            Case.APP_ID,
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "org.example.Main",
            List.of(),
            Optional.empty());
    new Submitter(client)
        .submit(
            new SubmitRequest(
                SparkSettings.of(all, Map.of()), application, new FakeRuntime(Optional.empty())));
    return client.pods().inNamespace("default").withName("demo").get();
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("template.yaml"), text).toString();
  }

  /** Creates a pipe that yields a text once, as a shell does for {@code <(...)}. */
  private String pipe(String name, String text) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe.toString();
  }
}
