// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
  private static final String STOCK = "jars/spark-kubernetes_2.13-4.3.0.jar";

  @TempDir private Path home;
  @TempDir private Path source;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeDistribution() throws IOException {
    Files.createDirectory(home.resolve("jars"));
    Files.writeString(home.resolve("jars/spark-core_2.13-4.3.0.jar"), "core");
    Files.writeString(home.resolve(STOCK), "stock");
    for (String module : List.of("api", "core", "scheduler", "steps-builtin")) {
      Files.writeString(source.resolve("k8s-%s-1.jar".formatted(module)), module);
    }
  }

  @Test
  void installsAndGoesBack() {
    assertThat(install()).isEqualTo(ExitCodes.OK);
    assertThat(home.resolve(STOCK)).doesNotExist();
    assertThat(home.resolve("jars/k8s-core-1.jar")).hasContent("core");
    assertThat(out.toString())
        .contains("Install k8s-scheduler-1.jar", "(Spark 4.3.0)", "podsmith uninstall " + home);

    assertThat(execute("uninstall", home.toString())).isEqualTo(ExitCodes.OK);
    assertThat(home.resolve(STOCK)).hasContent("stock");
    assertThat(home.resolve("jars/k8s-core-1.jar")).doesNotExist();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysThatThereIsNothingToDo() {
    assertThat(execute("uninstall", home.toString())).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("Podsmith is not installed in " + home);
    assertThat(install()).isEqualTo(ExitCodes.OK);
    assertThat(install()).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("Podsmith is already installed in " + home);
  }

  @Test
  void showsTheChangesInADryRun() {
    assertThat(install("--dry-run")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString())
        .contains("Install k8s-core-1.jar", "Nothing was changed (--dry-run).");
    assertThat(home.resolve(STOCK)).hasContent("stock");
    assertThat(home.resolve(Installation.ASIDE)).doesNotExist();
  }

  @Test
  void reportsADirectoryWithoutJarsInOneLine() throws IOException {
    Path empty = Files.createDirectory(home.resolve("empty"));
    assertThat(execute("install", empty.toString(), "--from", source.toString()))
        .isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString())
        .contains("'%s' has no directory 'jars'".formatted(empty))
        .contains("PODSMITH-CONF-007")
        .hasLineCount(1);
  }

  @Test
  void saysHowToRepeatOrUndoAfterAFailedChange() throws IOException {
    // a directory where the copy of the original goes cannot be replaced by a file
    Path kept = home.resolve(Installation.ASIDE).resolve(Path.of(STOCK).getFileName());
    Files.createDirectories(kept.resolve("content"));

    assertThat(install()).isEqualTo(ExitCodes.ERROR);

    assertThat(err.toString()).contains("repeat the command, or go back with podsmith uninstall");
    assertThat(home.resolve(STOCK)).hasContent("stock");
    assertThat(home.resolve("jars/k8s-core-1.jar")).doesNotExist();
  }

  private int install(String... options) {
    String[] fixed = {"install", home.toString(), "--from", source.toString()};
    String[] args = Arrays.copyOf(fixed, fixed.length + options.length);
    System.arraycopy(options, 0, args, fixed.length, options.length);
    return execute(args);
  }

  private int execute(String... args) {
    return Main.execute(args, new PrintWriter(out, true), new PrintWriter(err, true), Map.of());
  }
}
