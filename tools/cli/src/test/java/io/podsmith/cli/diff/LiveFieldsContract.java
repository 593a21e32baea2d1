// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.cluster.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver in the cluster differs from its settings only where someone changed it. */
@Timeout(120)
abstract class LiveFieldsContract {
  @TempDir private Path directory;
  private Target target;
  private String namespace;
  private Path settings;

  abstract Target start();

  @BeforeEach
  void submit() throws IOException {
    target = start();
    namespace = "live-%s".formatted(Long.toString(System.nanoTime(), 36));
    target
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    prepareNamespace(target, namespace);
    Path template = directory.resolve("driver.yaml");
    try (InputStream in = LiveFieldsContract.class.getResourceAsStream("rich-driver.yaml")) {
      Files.copy(Objects.requireNonNull(in), template);
    }
    StringBuilder lines = new StringBuilder();
    target.settings().forEach((key, value) -> lines.append("%s=%s\n".formatted(key, value)));
    settings =
        Files.writeString(
            directory.resolve("pi.conf"),
            """
            %sspark.app.name=pi
            spark.kubernetes.namespace=%s
            spark.kubernetes.container.image=spark:4.1.1
            spark.kubernetes.submission.waitAppCompletion=false
            spark.kubernetes.driver.pod.name=pi
            spark.kubernetes.driver.podTemplateFile=%s
            spark.kubernetes.driver.limit.cores=1
            spark.kubernetes.driver.request.cores=10m
            spark.kubernetes.driver.label.app=pi
            spark.kubernetes.driver.secretKeyRef.DB=db:password
            spark.kubernetes.driver.volumes.hostPath.more.mount.path=/more
            spark.kubernetes.driver.volumes.hostPath.more.options.path=/var/lib/more
            spark.driver.memory=512m
            """
                .formatted(lines, namespace, template));
    CommandRun run =
        CommandRun.of("submit", "--properties-file", settings, "--class", "A", "local:///a.jar");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
  }

  /** Waits for what a controller creates in a new namespace. */
  void prepareNamespace(Target cluster, String name) {}

  @AfterEach
  void stop() {
    if (target != null) {
      target.client().namespaces().withName(namespace).delete();
      target.close();
    }
  }

  private CommandRun diff() {
    List<Object> words = new ArrayList<>(List.of("diff", settings));
    words.add("driver:%s/pi".formatted(namespace));
    target
        .settings()
        .forEach((key, value) -> words.addAll(List.of("--conf", "%s=%s".formatted(key, value))));
    words.addAll(List.of("--class", "A", "--", "local:///a.jar"));
    return CommandRun.of(words.toArray());
  }

  private Pod scheduled() {
    return target
        .client()
        .pods()
        .inNamespace(namespace)
        .withName("pi")
        .waitUntilCondition(
            pod -> pod != null && pod.getMetadata().getUid() != null, 30, TimeUnit.SECONDS);
  }

  @Test
  void findsNoDifferenceInWhatTheServerFillsIn() {
    scheduled();

    CommandRun run = diff();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("No difference.\n");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void findsWhatSomeoneChanged() {
    target
        .client()
        .resource(scheduled())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"metadata": {"annotations": {
              "added": "by-hand", "source": "https://alice:hunter2@host/pi.yaml"}}}
            """);

    CommandRun run = diff();

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.DIFFERENT);
    assertThat(run.out())
        .contains("metadata.annotations.added: by-hand")
        .contains("metadata.annotations.source: (secret)")
        .contains("2 in driver pod")
        .doesNotContain("hunter2");
  }
}
