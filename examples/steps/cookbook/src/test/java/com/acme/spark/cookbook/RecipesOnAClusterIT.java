// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.junit.ClusterOptions;
import io.podsmith.testkit.junit.PodsmithTest;
import io.podsmith.testkit.junit.TestNamespace;
import io.podsmith.testkit.submit.BuiltSubmission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life cycle of drivers with the containers that steps add. A pod template replaces Spark by a
 * command that ends.
 */
@PodsmithTest(options = RecipesOnAClusterIT.Images.class)
class RecipesOnAClusterIT {
  @TempDir private Path directory;

  @Test
  void aNativeSidecarLetsAFinishedDriverEnd(TestNamespace namespace) throws IOException {
    Pod ended =
        run(
            namespace,
            Map.of(
                "spark.acme.sqlProxy.instance", "acme:europe-west1:reports",
                "spark.acme.sqlProxy.image", "acme/sql-proxy:1.0"),
            "test $ACME_SQL_ADDRESS = 127.0.0.1:5432");

    assertThat(ended.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(ended.getStatus().getInitContainerStatuses())
        .as("the proxy has been stopped")
        .filteredOn(status -> status.getName().equals("sql-proxy"))
        .extracting(ContainerStatus::getState)
        .singleElement()
        .satisfies(state -> assertThat(state.getTerminated()).isNotNull());
  }

  @Test
  void sparkFindsTheSecretsOfVault(TestNamespace namespace) throws IOException {
    Pod ended =
        run(
            namespace,
            Map.of(
                "spark.acme.vault.role", "reports",
                "spark.acme.vault.image", "acme/vault:1.0",
                "spark.acme.vault.secrets", "db=secret/data/reports/db"),
            "grep password=of-reports /vault/secrets/db");

    assertThat(ended.getStatus().getPhase()).isEqualTo("Succeeded");
  }

  @Test
  void theApiServerAcceptsThePodsOfEachRecipe(TestNamespace namespace) {
    for (Recipe recipe : Recipe.ALL) {
      BuiltSubmission built = recipe.job().build();
      for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
        assertThatCode(
                () ->
                    namespace
                        .client()
                        .resource(pod)
                        .inNamespace(namespace.name())
                        .dryRun(true)
                        .create())
            .as("%s: %s", recipe.directory(), pod.getMetadata().getName())
            .doesNotThrowAnyException();
      }
    }
  }

  private Pod run(TestNamespace namespace, Map<String, String> settings, String command)
      throws IOException {
    Path template =
        Files.writeString(
            directory.resolve("driver.yaml"),
            """
            spec:
              containers:
              - name: spark-kubernetes-driver
                command: [/bin/sh, -c, "%s"]
            """
                .formatted(command));
    Pod driver =
        namespace.create(
            Recipe.JOB
                .withConf(settings)
                .withConf("spark.kubernetes.driver.podTemplateFile", template.toString()));
    return namespace.awaitPod(
        driver, pod -> pod.getStatus().getPhase().matches("Succeeded|Failed"));
  }

  /** The proxy does nothing until it is stopped; the agent writes a password for its token. */
  static final class Images implements ClusterOptions {
    private static final String AGENT =
        """
        #!/bin/sh -e
        config=${2#-config=}
        test -s "$(sed -n 's/.*token_path = "\\(.*\\)"/\\1/p' "$config")"
        echo password=of-reports > "$(sed -n 's/.*destination = "\\(.*\\)"/\\1/p' "$config")"
        """;

    @Override
    public EmbeddedCluster.Builder configure(EmbeddedCluster.Builder builder) {
      return builder
          .defaultImage(NodeImage.shell())
          .image("acme/sql-proxy:1.0", NodeImage.idle())
          .image(
              "acme/vault:1.0",
              NodeImage.shell().withEnv("PATH", "%s:/usr/bin:/bin".formatted(agent())));
    }

    private static Path agent() {
      try {
        Path directory = Files.createDirectories(Path.of("target/agent").toAbsolutePath());
        Path vault = Files.writeString(directory.resolve("vault"), AGENT);
        Files.setPosixFilePermissions(vault, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
