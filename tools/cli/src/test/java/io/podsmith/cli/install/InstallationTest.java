// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  private static final String STOCK = "spark-kubernetes_2.13-4.1.1.jar";
  @TempDir private Path home;
  @TempDir private Path source;

  @BeforeEach
  void makeDistribution() throws IOException {
    Files.createDirectory(home.resolve("jars"));
    write(home.resolve("jars"), "spark-core_2.13-4.1.1.jar", "core");
    write(home.resolve("jars"), STOCK, "stock");
    write(home.resolve("jars"), "k8s-unrelated.jar", "other");
    for (String module : List.of("api", "core", "scheduler", "steps-builtin")) {
      write(source, "k8s-%s-1.jar".formatted(module), "%s 1".formatted(module));
    }
  }

  @Test
  void replacesTheJarAndRestoresEveryFile() throws IOException {
    Map<String, String> before = files(home);

    install(false);

    assertThat(files(home.resolve("jars")))
        .containsOnlyKeys(
            "k8s-api-1.jar",
            "k8s-core-1.jar",
            "k8s-scheduler-1.jar",
            "k8s-steps-builtin-1.jar",
            "k8s-unrelated.jar",
            "spark-core_2.13-4.1.1.jar");
    uninstall(false);
    assertThat(files(home)).isEqualTo(before);
    assertThat(home.resolve(Installation.ASIDE)).doesNotExist();
  }

  @Test
  void secondRunChangesNothing() throws IOException {
    assertThat(install(false)).isNotEmpty();
    assertThat(install(false)).isEmpty();
    assertThat(uninstall(false)).isNotEmpty();
    assertThat(uninstall(false)).isEmpty();
  }

  @Test
  void dryRunListsTheSameChangesAndMakesNone() throws IOException {
    Map<String, String> before = files(home);
    List<String> announced = install(true);
    assertThat(files(home)).isEqualTo(before);
    assertThat(install(false)).isEqualTo(announced);

    Map<String, String> installed = files(home);
    List<String> undo = uninstall(true);
    assertThat(files(home)).isEqualTo(installed);
    assertThat(uninstall(false)).isEqualTo(undo);
  }

  @Test
  void completesAndUndoesAnInterruptedInstallation() throws IOException {
    Map<String, String> before = files(home);
    install(false);
    Map<String, String> complete = files(home);
    Files.delete(home.resolve("jars/k8s-api-1.jar"));
    write(home.resolve("jars"), STOCK, "stock");

    install(false);
    assertThat(files(home)).isEqualTo(complete);

    Files.delete(home.resolve("jars/k8s-scheduler-1.jar"));
    uninstall(false);
    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void repeatsAnInterruptedRemoval() throws IOException {
    Map<String, String> before = files(home);
    install(false);
    Files.delete(home.resolve("jars/k8s-api-1.jar"));
    Files.move(
        home.resolve(Installation.ASIDE).resolve(STOCK), home.resolve("jars").resolve(STOCK));

    uninstall(false);

    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void upgradesToOtherJars() throws IOException {
    Map<String, String> before = files(home);
    install(false);
    for (String module : List.of("api", "core", "scheduler", "steps-builtin")) {
      Files.move(
          source.resolve("k8s-%s-1.jar".formatted(module)),
          source.resolve("k8s-%s-2.jar".formatted(module)));
    }
    write(source, "k8s-scheduler-2.jar", "scheduler rebuilt");

    install(false);

    assertThat(files(home.resolve("jars")))
        .doesNotContainKey("k8s-api-1.jar")
        .containsEntry("k8s-api-2.jar", "api 1")
        .containsEntry("k8s-scheduler-2.jar", "scheduler rebuilt")
        .hasSize(6);
    uninstall(false);
    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void reinstallsARebuiltJarOfTheSameVersion() throws IOException {
    install(false);
    write(source, "k8s-core-1.jar", "core rebuilt");

    assertThat(install(false)).containsExactly("Install k8s-core-1.jar");
    assertThat(files(home.resolve("jars"))).containsEntry("k8s-core-1.jar", "core rebuilt");
  }

  @Test
  void rejectsAnIncompleteSetOfJars() throws IOException {
    Files.delete(source.resolve("k8s-core-1.jar"));
    rejects("it must have one jar each of k8s-api, k8s-core, k8s-scheduler, k8s-steps-builtin");
  }

  @Test
  void rejectsJarsOfTwoVersions() throws IOException {
    write(source, "k8s-core-2.jar", "core 2");
    rejects("all of one version");
  }

  @Test
  void rejectsAnUnsupportedVersion() throws IOException {
    Files.move(
        home.resolve("jars/spark-core_2.13-4.1.1.jar"),
        home.resolve("jars/spark-core_2.13-3.5.1.jar"));
    rejects("version 3.5.1; Podsmith runs on Spark 4.0 to 4.3");
  }

  @Test
  void rejectsADirectoryWithoutJars() throws IOException {
    Path empty = Files.createDirectory(home.resolve("empty"));
    assertThatThrownBy(() -> new Installation(empty, false, line -> {}))
        .hasMessageContaining("has no directory 'jars'");
  }

  @Test
  void rejectsJarsThatWereCopiedByHand() throws IOException {
    write(home.resolve("jars"), "k8s-core-0.jar", "by hand");
    rejects("copied by hand");
  }

  @Test
  void rejectsAnotherStockJar() throws IOException {
    write(home.resolve("jars"), "spark-kubernetes_2.12-4.1.1.jar", "second");
    rejects("it must have " + STOCK);
  }

  @Test
  void rejectsAnUpgradeInPlace() throws IOException {
    install(false);
    Path jars = home.resolve("jars");
    Files.move(
        jars.resolve("spark-core_2.13-4.1.1.jar"), jars.resolve("spark-core_2.13-4.3.0.jar"));
    write(jars, "spark-kubernetes_2.13-4.3.0.jar", "newer");
    rejects("the distribution is Spark 4.3.0");
  }

  @Test
  void keepsAJarThatWasChangedSince() throws IOException {
    install(false);
    write(home.resolve("jars"), "k8s-api-1.jar", "patched");
    rejects("has been changed since it was installed");
    assertThatThrownBy(() -> uninstall(false))
        .hasMessageContaining("has been changed since it was installed");
  }

  @Test
  void keepsPodsmithIfTheOriginalIsDamaged() throws IOException {
    install(false);
    write(home.resolve(Installation.ASIDE), STOCK, "damaged");
    Map<String, String> before = files(home);

    assertThatThrownBy(() -> uninstall(false)).hasMessageContaining("another digest");
    assertThat(files(home)).isEqualTo(before);
  }

  private List<String> install(boolean dryRun) throws IOException {
    List<String> lines = new ArrayList<>();
    assertThat(new Installation(home, dryRun, lines::add).install(source)).isEqualTo(lines.size());
    return lines;
  }

  private List<String> uninstall(boolean dryRun) throws IOException {
    List<String> lines = new ArrayList<>();
    assertThat(new Installation(home, dryRun, lines::add).uninstall()).isEqualTo(lines.size());
    return lines;
  }

  /** Rejects an installation with a message, and changes nothing. */
  private void rejects(String message) throws IOException {
    Map<String, String> before = files(home);
    assertThatThrownBy(() -> install(false))
        .isInstanceOf(InstallationException.class)
        .hasMessageContaining(message);
    assertThat(files(home)).isEqualTo(before);
  }

  private static void write(Path directory, String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(directory.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
