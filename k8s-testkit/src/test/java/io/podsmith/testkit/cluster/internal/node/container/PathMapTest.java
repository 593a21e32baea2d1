// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMapTest {
  private static final PathMap PATHS =
      new PathMap(
          Map.of(
              "/opt/spark", Path.of("/home/me/spark"),
              "/opt/spark/conf", Path.of("/node/pods/1/conf"),
              "/tmp", Path.of("/node/pods/1/tmp"),
              "/node/pods/0/local", Path.of("/node/pods/1/local")),
          Path.of("/node/pods/1/root"),
          Path.of("/node"));

  @ParameterizedTest
  @CsvSource({
    "/opt/spark, /home/me/spark",
    "/opt/spark/jars/a.jar, /home/me/spark/jars/a.jar",
    "/opt/spark/conf/spark.properties, /node/pods/1/conf/spark.properties",
    "local:///opt/spark/jars/a.jar, local:///home/me/spark/jars/a.jar",
    "file:/opt/spark/a, file:/home/me/spark/a",
    "'spark.jars=local\\:///opt/spark/a.jar', 'spark.jars=local\\:///home/me/spark/a.jar'",
    "-Dx=/opt/spark/conf/log4j2.xml, -Dx=/node/pods/1/conf/log4j2.xml",
    "-javaagent:/opt/spark/agent.jar, -javaagent:/home/me/spark/agent.jar",
    "/usr/bin:/opt/spark/bin, /usr/bin:/home/me/spark/bin",
    "cat '/opt/spark/a' /tmp/b, cat '/home/me/spark/a' /node/pods/1/tmp/b",
    "'a,/opt/spark/a,/opt/spark/b', 'a,/home/me/spark/a,/home/me/spark/b'"
  })
  void replacesPathsThatStandByThemselves(String text, String translated) {
    assertThat(PATHS.translate(text)).isEqualTo(translated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/opt/sparkling",
        "/opt/spark-3/jars",
        "/opt/spark.txt",
        "/usr/opt/spark/a",
        "./opt/spark",
        "hdfs:///opt/spark/a",
        "hdfs:/opt/spark/a",
        "hdfs\\:/opt/spark/a",
        "https://example.com/opt/spark/a",
        "s3a://bucket/tmp/a"
      })
  void leavesOtherTextAlone(String text) {
    assertThat(PATHS.translate(text)).isEqualTo(text);
  }

  @Test
  void doesNotTranslateTwice() {
    String once = PATHS.translate("/tmp/a /opt/spark/conf");
    assertThat(PATHS.translate(once)).isEqualTo(once);
  }

  @Test
  void translatesAMountAtAPathOfTheNodeItself() {
    assertThat(PATHS.translate("/node/pods/0/local/blocks"))
        .as("drivers hand their translated local directories to executors")
        .isEqualTo("/node/pods/1/local/blocks");
  }

  @Test
  void putsUnknownPathsBelowTheRoot() {
    assertThat(PATHS.hostPath("/var/data/x")).isEqualTo(Path.of("/node/pods/1/root/var/data/x"));
    assertThat(PATHS.hostPath("/opt/spark/conf")).isEqualTo(Path.of("/node/pods/1/conf"));
  }

  @Test
  void doesNotLeaveTheRoot() {
    assertThat(PATHS.hostPath("/../../etc")).isEqualTo(Path.of("/node/pods/1/root/etc"));
  }
}
