// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    write(source, "k8s-api-1.jar", "api 1");
    write(source, "k8s-scheduler-1.jar", "scheduler 1");
  }

  @Test
  void replacesTheJarAndRestoresEveryFile() throws IOException {
    Map<String, String> before = files(home);

    Installation.install(home, source, false);

    assertThat(files(home.resolve("jars")))
        .containsOnlyKeys(
            "k8s-api-1.jar",
            "k8s-scheduler-1.jar",
            "k8s-unrelated.jar",
            "spark-core_2.13-4.1.1.jar");
    Installation.uninstall(home, false);
    assertThat(files(home)).isEqualTo(before);
    assertThat(home.resolve(Installation.ASIDE)).doesNotExist();
  }

  @Test
  void secondRunChangesNothing() throws IOException {
    assertThat(Installation.install(home, source, false)).isNotEmpty();
    assertThat(Installation.install(home, source, false)).isEmpty();
    assertThat(Installation.uninstall(home, false)).isNotEmpty();
    assertThat(Installation.uninstall(home, false)).isEmpty();
  }

  @Test
  void dryRunListsTheSameChangesAndMakesNone() throws IOException {
    Map<String, String> before = files(home);
    List<String> announced = Installation.install(home, source, true);
    assertThat(files(home)).isEqualTo(before);
    assertThat(Installation.install(home, source, false)).isEqualTo(announced);

    Map<String, String> installed = files(home);
    List<String> undo = Installation.uninstall(home, true);
    assertThat(files(home)).isEqualTo(installed);
    assertThat(Installation.uninstall(home, false)).isEqualTo(undo);
  }

  @Test
  void completesAndUndoesAnInterruptedInstallation() throws IOException {
    Map<String, String> before = files(home);
    Installation.install(home, source, false);
    Map<String, String> complete = files(home);
    Files.delete(home.resolve("jars/k8s-api-1.jar"));
    write(home.resolve("jars"), STOCK, "stock");

    Installation.install(home, source, false);
    assertThat(files(home)).isEqualTo(complete);

    Files.delete(home.resolve("jars/k8s-scheduler-1.jar"));
    Installation.uninstall(home, false);
    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void repeatsAnInterruptedRemoval() throws IOException {
    Map<String, String> before = files(home);
    Installation.install(home, source, false);
    Files.delete(home.resolve("jars/k8s-api-1.jar"));
    Files.move(
        home.resolve(Installation.ASIDE).resolve(STOCK), home.resolve("jars").resolve(STOCK));

    Installation.uninstall(home, false);

    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void upgradesToOtherJars() throws IOException {
    Map<String, String> before = files(home);
    Installation.install(home, source, false);
    Files.move(source.resolve("k8s-api-1.jar"), source.resolve("k8s-api-2.jar"));
    write(source, "k8s-scheduler-1.jar", "scheduler rebuilt");

    Installation.install(home, source, false);

    assertThat(files(home.resolve("jars")))
        .doesNotContainKey("k8s-api-1.jar")
        .containsEntry("k8s-api-2.jar", "api 1")
        .containsEntry("k8s-scheduler-1.jar", "scheduler rebuilt");
    Installation.uninstall(home, false);
    assertThat(files(home)).isEqualTo(before);
  }

  @Test
  void rejectsAnUnsupportedVersion() throws IOException {
    Files.move(
        home.resolve("jars/spark-core_2.13-4.1.1.jar"),
        home.resolve("jars/spark-core_2.13-3.5.1.jar"));
    rejects("version 3.5.1; Podsmith runs on Spark 4.1.1 and 4.3.0");
  }

  @Test
  void rejectsADirectoryWithoutJars() throws IOException {
    Path empty = Files.createDirectory(home.resolve("empty"));
    assertThatThrownBy(() -> Installation.install(empty, source, false))
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
    Installation.install(home, source, false);
    Path jars = home.resolve("jars");
    Files.move(
        jars.resolve("spark-core_2.13-4.1.1.jar"), jars.resolve("spark-core_2.13-4.3.0.jar"));
    write(jars, "spark-kubernetes_2.13-4.3.0.jar", "newer");
    rejects("the distribution is Spark 4.3.0");
  }

  @Test
  void keepsAJarThatWasChangedSince() throws IOException {
    Installation.install(home, source, false);
    write(home.resolve("jars"), "k8s-api-1.jar", "patched");
    rejects("has been changed since it was installed");
    assertThatThrownBy(() -> Installation.uninstall(home, false))
        .hasMessageContaining("has been changed since it was installed");
  }

  @Test
  void keepsPodsmithIfTheOriginalIsDamaged() throws IOException {
    Installation.install(home, source, false);
    write(home.resolve(Installation.ASIDE), STOCK, "damaged");
    Map<String, String> before = files(home);

    assertThatThrownBy(() -> Installation.uninstall(home, false))
        .hasMessageContaining("another digest");
    assertThat(files(home)).isEqualTo(before);
  }

  /** Rejects an installation with a message, and changes nothing. */
  private void rejects(String message) throws IOException {
    Map<String, String> before = files(home);
    assertThatThrownBy(() -> Installation.install(home, source, false))
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
