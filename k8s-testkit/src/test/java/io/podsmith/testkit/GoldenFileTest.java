// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.SparkPod;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class GoldenFileTest {
  @TempDir Path directory;

  private Path file;
  private GoldenFile golden;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("pods/driver.yaml");
    golden = GoldenFile.of(file);
  }

  @AfterEach
  void compareAgain() {
    System.clearProperty(GoldenFile.UPDATE);
  }

  @Test
  void saysHowToCreateAFileThatDoesNotExist() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> golden.assertMatches(SeededPod.create()))
        .withMessageContaining("driver.yaml does not exist")
        .withMessageContaining("-Dpodsmith.golden.update=true");
  }

  @Test
  void acceptsWhatItHasWritten() {
    write(SeededPod.create().assemble(), map("one"));

    assertThat(file).content().contains("kind: \"Pod\"").contains("kind: \"ConfigMap\"");
    assertThatNoException()
        .isThrownBy(() -> golden.assertMatches(SeededPod.create().assemble(), map("one")));
  }

  @Test
  void listsEachFieldThatDiffers() {
    write(SeededPod.create().assemble(), map("one"));
    SparkPod changed =
        SeededPod.create()
            .editMetadata(m -> m.addToLabels("team", "data").removeFromLabels("podsmith-seed"))
            .editContainer(c -> c.withImage("spark:4.2"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> golden.assertMatches(changed.assemble(), map("two")))
        .withMessageContaining(
            "Pod podsmith-seed: metadata.labels.podsmith-seed: expected \"label\", but it is"
                + " missing")
        .withMessageContaining(
            "Pod podsmith-seed: metadata.labels.team: not expected, but it is \"data\"")
        .withMessageContaining("image: expected \"podsmith-seed\", but it is \"spark:4.2\"")
        .withMessageContaining("ConfigMap logs: data.key: expected \"one\", but it is \"two\"");
  }

  @Test
  void reportsObjectsThatAreMissingOrAdded() {
    write(map("one"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> golden.assertMatches(map("one"), secret("s")))
        .withMessageContaining("Secret token: not expected");
    write(map("one"), secret("s"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> golden.assertMatches(map("one")))
        .withMessageContaining("Secret token: expected, but it is missing")
        .withMessageContaining(
            "if the new objects are right, run the tests with -Dpodsmith.golden.update=true, for"
                + " example 'mvn test -Dpodsmith.golden.update=true', and review the change");
  }

  @Test
  void neitherWritesNorComparesSecrets() throws Exception {
    write(secret("hunter2"));

    assertThat(Files.readString(file)).contains("password").doesNotContain("hunter2");
    assertThatNoException().isThrownBy(() -> golden.assertMatches(secret("another")));
  }

  private void write(HasMetadata... objects) {
    System.setProperty(GoldenFile.UPDATE, "true");
    golden.assertMatches(objects);
    System.clearProperty(GoldenFile.UPDATE);
  }

  private static ConfigMap map(String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("logs")
        .endMetadata()
        .addToData("key", value)
        .build();
  }

  private static Secret secret(String value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("token")
        .endMetadata()
        .addToStringData("password", value)
        .build();
  }
}
