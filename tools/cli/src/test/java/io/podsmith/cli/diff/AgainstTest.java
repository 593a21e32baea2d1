// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.Main;
import io.podsmith.diff.DiffException;
import io.podsmith.diff.fetch.SparkJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The input of {@code diff --against}; {@code AgainstSummaryTest} compares distributions. */
class AgainstTest {
  @TempDir Path directory;

  private String error(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            arguments,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            Map.of("HOME", directory.toString()));
    assertThat(code).isEqualTo(ExitCodes.ERROR);
    return err.toString();
  }

  private Path distribution(String name, String... jars) throws IOException {
    Path path = Files.createDirectories(directory.resolve(name).resolve("jars"));
    for (String jar : jars) {
      Files.createFile(path.resolve(jar));
    }
    return path.getParent();
  }

  @Test
  void reportsWrongInputInOneLine() throws IOException {
    Path file = Files.writeString(directory.resolve("a.conf"), "spark.a=\\u12\n");
    Path good = Files.writeString(directory.resolve("b.conf"), "spark.a=1\n");
    assertThat(error("diff", "--against", "spark:4.1.1")).contains("needs at least one settings");
    assertThat(error("diff", "--against", "spark:4.1.1", file.toString())).contains("a.conf:1 ");
    assertThat(error("diff", "--against", "flink:1", good.toString()))
        .contains("--against is 'flink:1' but must be spark:PATH");
    assertThat(error("diff", "--against", "spark:3.5.0", good.toString()))
        .contains("Spark 3.5.0 is not supported");
    assertThat(error("diff", "--against", "spark:" + directory, good.toString()))
        .contains("has no jars");
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThat(error("diff", "--against", "spark:4.1.1", empty.toString()))
        .contains("has no settings files");
  }

  @Test
  void findsBothDistributions() throws IOException {
    Path spark =
        distribution("spark", "spark-core_2.13-4.3.0.jar", "spark-kubernetes_2.13-4.3.0.jar");
    Path own = distribution("own", "k8s-scheduler-0.2.jar", "k8s-core-0.2.jar");
    Path upgraded = distribution("old", "spark-core_2.13-4.1.1.jar", "k8s-scheduler-0.1.jar");
    AgainstDistributions distributions =
        new AgainstDistributions(new SparkJars(directory, Map.of(), line -> {}), () -> own);

    AgainstDistributions.Pair migration = distributions.of("spark:" + spark);
    assertThat(migration.theirs().label()).isEqualTo("Spark 4.3.0");
    assertThat(migration.theirs().hasPodsmith()).isFalse();
    assertThat(migration.ours().label()).isEqualTo("Podsmith 0.2");
    assertThat(migration.ours().sparkVersion()).isEqualTo("4.3.0");

    AgainstDistributions.Pair upgrade = distributions.of("podsmith:" + upgraded);
    assertThat(upgrade.theirs().label()).isEqualTo("Podsmith 0.1");
    assertThat(upgrade.theirs().hasPodsmith()).isTrue();
    assertThat(upgrade.ours().label()).isEqualTo("Podsmith 0.2");
    assertThat(upgrade.ours().sparkVersion()).isEqualTo("4.1.1");
    assertThatThrownBy(() -> distributions.of("podsmith:" + spark))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("has no k8s-scheduler jar");
  }
}
