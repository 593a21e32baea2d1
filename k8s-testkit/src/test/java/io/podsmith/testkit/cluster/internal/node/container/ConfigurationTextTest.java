// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTextTest {
  private static final PathMap PATHS =
      new PathMap(
          Map.of("/opt/spark", Path.of("/host/spark"), "/data", Path.of("/host/data")),
          Path.of("/node/root"),
          Path.of("/node"));

  @Test
  void translatesWhatTheDriverReads() {
    assertThat(
            translate(
                "spark.properties",
                "spark.jars=local\\:///opt/spark/a.jar\nspark.local.dir=/data/x\n"))
        .isEqualTo("spark.jars=local\\:///host/spark/a.jar\nspark.local.dir=/host/data/x\n");
  }

  @Test
  void leavesWhatExecutorsTranslateThemselves() {
    String text =
        """
        spark.executor.extraClassPath=/opt/spark/x.jar
        spark.executorEnv.CONF=/opt/spark/conf
        spark.kubernetes.executor.volumes.emptyDir.d.mount.path=/data
        spark.kubernetes.driver.volumes.emptyDir.d.mount.path=/data
        """;
    assertThat(translate("spark.properties", text)).isEqualTo(text);
  }

  @Test
  void translatesTheExecutorTemplateWhichTheDriverReads() {
    assertThat(
            translate(
                "spark.properties", "spark.kubernetes.executor.podTemplateFile=/opt/spark/t.yml"))
        .isEqualTo("spark.kubernetes.executor.podTemplateFile=/host/spark/t.yml");
  }

  @Test
  void leavesDescriptionsOfOtherPods() {
    assertThat(translate("pod-spec-template.yml", "mountPath: /data"))
        .isEqualTo("mountPath: /data");
  }

  @Test
  void leavesBytesThatAreNoText() {
    byte[] bytes = {'/', 'd', 'a', 't', 'a', ' ', (byte) 0xff, (byte) 0xfe};
    assertThat(ConfigurationText.translate("a.bin", bytes, PATHS)).isEqualTo(bytes);
  }

  private static String translate(String file, String text) {
    return new String(ConfigurationText.translate(file, text.getBytes(UTF_8), PATHS), UTF_8);
  }
}
