// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopFilesTest {
  @TempDir Path dir;

  @Test
  void uploadsIntoAFolderOfItsOwn() throws IOException {
    Path file = Files.writeString(dir.resolve("app.jar"), "bytes");
    HadoopFiles files = files("file://" + dir.resolve("up"));
    String first = files.upload(file.toString());
    String second = files.upload("file://" + file);
    assertThat(first)
        .startsWith("file://" + dir.resolve("up") + "/spark-upload-")
        .endsWith("/app.jar")
        .isNotEqualTo(second);
    assertThat(Path.of(URI.create(first))).hasContent("bytes");
    assertThat(Path.of(URI.create(second))).hasContent("bytes");
  }

  @Test
  void readsThroughTheFileSystemsThatTheSettingsName() throws IOException {
    Path file = Files.writeString(dir.resolve("pod.yaml"), "kind: Pod");
    Map<String, String> settings =
        Map.of("spark.hadoop.fs.shelf.impl", ShelfFileSystem.class.getName());
    HadoopFiles files = new HadoopFiles(SparkSettings.of(settings, Map.of()));
    assertThat(files.isClientLocal("shelf://" + file)).isFalse();
    assertThat(files.read("shelf://" + file)).asString().isEqualTo("kind: Pod");
  }

  @Test
  void saysWhatCannotBeRead() {
    HadoopFiles files = files("file:///x");
    assertThatThrownBy(() -> files.read("nosuch://host/pod.yaml"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("nosuch://host/pod.yaml cannot be read");
  }

  @Test
  void saysWhereAFileOfTheImageCanBeHad() {
    assertThatThrownBy(() -> files("file:///x").read("local:///opt/pod.yaml"))
        .hasMessageContaining("in the image");
  }

  @Test
  void needsAPlaceToUploadTo() {
    HadoopFiles files = new HadoopFiles(SparkSettings.of(Map.of(), Map.of()));
    assertThatThrownBy(() -> files.upload("/home/me/app.jar"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-004")
        .hasMessageContaining("/home/me/app.jar")
        .hasMessageContaining("spark.kubernetes.file.upload.path")
        .hasMessageContaining("local:///path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./uploads", "uploads", "file:uploads", "~/uploads"})
  void rejectsAPlaceThatMeansAnotherOneInPods(String uploadPath) throws IOException {
    String file = Files.writeString(dir.resolve("app.jar"), "bytes").toString();

    assertThatThrownBy(() -> files(uploadPath).upload(file))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-007")
        .hasMessageContaining("spark.kubernetes.file.upload.path is '%s'".formatted(uploadPath));
  }

  @Test
  void saysWhichFileCouldNotBeUploadedWhereTo() {
    assertThatThrownBy(() -> files("file://" + dir).upload(dir.resolve("missing.jar").toString()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-007")
        .hasMessageContaining("missing.jar")
        .hasMessageContaining(dir.toString());
  }

  private static HadoopFiles files(String uploadPath) {
    return new HadoopFiles(
        SparkSettings.of(Map.of("spark.kubernetes.file.upload.path", uploadPath), Map.of()));
  }

  /** The files of this machine under a scheme that nothing but Hadoop's settings knows. */
  public static final class ShelfFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("shelf:///");
    }
  }
}
