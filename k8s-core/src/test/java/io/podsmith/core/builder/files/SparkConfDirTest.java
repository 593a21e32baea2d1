// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.core.Logged;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkConfDirTest {
  @TempDir Path directory;
  private final Map<String, String> settings = new HashMap<>();

  @Test
  void takesConfigurationFilesAndLeavesOthers() throws IOException {
    for (String name :
        new String[] {
          "log4j2.properties",
          "hive-site.xml",
          "metrics.properties",
          "spark-defaults.conf",
          "spark-extra.properties",
          "log4j2.properties.template",
          "lib.jar",
          "data.tar",
          "data.gz",
          "data.zip",
          "not a key"
        }) {
      Files.writeString(directory.resolve(name), name);
    }
    Files.createDirectory(directory.resolve("directory"));

    assertThat(load()).containsOnlyKeys("hive-site.xml", "log4j2.properties", "metrics.properties");
  }

  @Test
  void keepsSmallFilesWhereNotAllFit() throws IOException {
    Files.writeString(directory.resolve("b.txt"), "x".repeat(95));
    Files.writeString(directory.resolve("a.txt"), "x".repeat(150));
    Files.writeString(directory.resolve("c.txt"), "x".repeat(50));
    settings.put("spark.kubernetes.configMap.maxSize", "200");

    assertThat(load())
        .as("c and b with their names have 155 bytes")
        .containsOnlyKeys("b.txt", "c.txt");
  }

  @Test
  void takesTheSmallestFilesFirst() throws IOException {
    for (int i = 1; i <= 9; i++) {
      Files.writeString(directory.resolve("f%d.txt".formatted(10 - i)), "x".repeat(100 * i));
    }
    settings.put("spark.kubernetes.configMap.maxSize", "1100");

    assertThat(load())
        .as("they have 1024 bytes with their names")
        .containsOnlyKeys("f9.txt", "f8.txt", "f7.txt", "f6.txt");
  }

  @Test
  void logsWhatItTakesAndWhatItLeaves() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "x".repeat(95));
    settings.put("spark.kubernetes.configMap.maxSize", "100");
    assertThat(logOfLoad())
        .contains("WARN", "Configuration files [a.txt] of %s are ignored".formatted(directory))
        .contains("they exceed the limit of 100 bytes of spark.kubernetes.configMap.maxSize")
        .doesNotContain("INFO");

    settings.put("spark.kubernetes.configMap.maxSize", "101");
    assertThat(logOfLoad())
        .contains("INFO", "Configuration files from %s: [a.txt]".formatted(directory))
        .doesNotContain("WARN");
  }

  private String logOfLoad() {
    try (Logged log = new Logged()) {
      load();
      return log.text();
    }
  }

  @Test
  void countsBytesAndNotCharacters() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "\u00fc".repeat(60));
    settings.put("spark.kubernetes.configMap.maxSize", "100");

    assertThat(load()).isEmpty();
  }

  @Test
  void leavesFilesThatAreNotTextInUtf8() throws IOException {
    Files.write(directory.resolve("latin1.txt"), new byte[] {'g', 'r', (byte) 0xfc, 'n'});
    Files.writeString(directory.resolve("utf8.txt"), "gr\u00fcn");

    assertThat(load()).containsOnlyKeys("utf8.txt").containsEntry("utf8.txt", "gr\u00fcn");
  }

  @Test
  void fallsBackToSparkHome() throws IOException {
    Files.createDirectory(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/a.txt"), "a");
    settings.put("spark.home", directory.toString());

    assertThat(SparkConfDir.load(SparkSettings.of(settings, Map.of()))).containsOnlyKeys("a.txt");
  }

  @Test
  void isEmptyWithoutAFolder() {
    assertThat(SparkConfDir.load(SparkSettings.of(Map.of(), Map.of()))).isEmpty();
    assertThat(
            SparkConfDir.load(
                SparkSettings.of(Map.of(), Map.of("SPARK_CONF_DIR", directory + "/absent"))))
        .isEmpty();
  }

  @Test
  void givesExecutorsTheFilesAndTheNamespace() {
    Map<String, String> data = SparkConfMaps.executorData("n", "team", Map.of("a.txt", "a"));

    assertThat(data)
        .containsOnlyKeys("a.txt", "spark.properties", "spark.kubernetes.namespace")
        .containsEntry("spark.kubernetes.namespace", "team");
    assertThat(data.get("spark.properties")).contains("spark.kubernetes.namespace=team");
  }

  @Test
  void refusesMoreForExecutorsThanAConfigMapTakes() {
    Map<String, String> files = Map.of("a.txt", "x".repeat(1 << 20));

    assertThatThrownBy(() -> SparkConfMaps.executorData("n", "team", files))
        .hasMessageStartingWith("[PODSMITH-CONF-007]");
  }

  @Test
  void acceptsAsMuchForExecutorsAsAConfigMapTakes() {
    int others =
        SparkConfMaps.executorData("n", "team", Map.of()).values().stream()
            .mapToInt(String::length)
            .sum();
    String rest = "x".repeat((1 << 20) - others);

    assertThat(SparkConfMaps.executorData("n", "team", Map.of("a.txt", rest))).containsKey("a.txt");
    assertThatThrownBy(() -> SparkConfMaps.executorData("n", "team", Map.of("a.txt", rest + "x")))
        .hasMessageContaining("the ConfigMap n with Spark's properties")
        .hasMessageContaining(
            "would contain 1048577 bytes, but Kubernetes accepts at most 1048576");
  }

  @ParameterizedTest
  @CsvSource({
    "Secret, spark-drv-0123-conf-secret, true",
    "ConfigMap, spark-drv-0123-conf-secret, false",
    "Secret, spark-drv-0123-conf-map, false",
    "Secret, my-conf-secret, false"
  })
  void knowsTheSecretOfADriverByItsName(String kind, String name, boolean isOfDriver) {
    assertThat(SparkConfMaps.isSecretOfDriver(kind, name)).isEqualTo(isOfDriver);
  }

  private Map<String, String> load() {
    return SparkConfDir.load(
        SparkSettings.of(settings, Map.of("SPARK_CONF_DIR", directory.toString())));
  }
}
