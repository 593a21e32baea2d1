// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
  private enum PluginError implements ErrorCode {
    TOO_MANY_LOGS;

    @Override
    public String id() {
      return "ACME-LOGS-001";
    }
  }

  @Test
  void opensMessageWithCode() {
    PodsmithException e = new PodsmithException(PodsmithError.CLUSTER_UNREACHABLE, "no answer");

    assertThat(e).hasMessage("[PODSMITH-CLUSTER-001] no answer").hasNoCause();
    assertThat(e.codeId()).isEqualTo("PODSMITH-CLUSTER-001");
  }

  @Test
  void hidesCredentialsInUrisOfMessagesAndCauses() {
    String uri = "https://alice:hunter2@host/acme.jar?token=hunter3";
    Exception cause = new IOException("cannot read it", new IOException("no answer of " + uri));

    PluginLoadException e =
        new PluginLoadException(PodsmithError.PLUGIN_JAR, "acme", uri, uri + " is bad", cause);

    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("[PODSMITH-PLUGIN-001] https://(secret)@host/acme.jar?(secret) is bad")
        .contains("java.io.IOException: cannot read it")
        .contains("java.io.IOException: no answer of https://(secret)@host/")
        .doesNotContain("hunter");
    assertThat(e.jar()).doesNotContain("hunter");
  }

  @Test
  void keepsCausesWithoutCredentials() {
    Exception cause = new IOException("no answer of https://host/acme.jar");

    assertThat(new PodsmithException(PodsmithError.CONF_FILE, "x", cause)).hasCause(cause);
  }

  @Test
  void takesCodesOfPlugins() {
    assertThat(new PodsmithException(PluginError.TOO_MANY_LOGS, "x").codeId())
        .isEqualTo("ACME-LOGS-001");
  }

  @Test
  void wordsConfigurationErrorsAlike() {
    InvalidConfigurationException e =
        InvalidConfigurationException.of(
            PodsmithError.CONF_VOLUME, "spark.x", "data", "absolute", "start it with '/'");

    assertThat(e)
        .hasMessage(
            "[PODSMITH-CONF-003] spark.x is 'data' but must be absolute; start it with '/'");
    assertThat(e.key()).isEqualTo("spark.x");
  }

  @Test
  void keepsWhatCallersAskFor() {
    IOException cause = new IOException("x");

    assertThat(new ClusterException(PodsmithError.CLUSTER_FORBIDDEN, "x", 403, cause))
        .hasCause(cause)
        .extracting(ClusterException::httpStatus)
        .isEqualTo(OptionalInt.of(403));
    assertThat(new StepException(PodsmithError.STEP_FAILED, "acme.a", "a.jar", "x", cause))
        .extracting(StepException::stepId, StepException::origin)
        .containsExactly("acme.a", "a.jar");
    assertThat(new PluginLoadException(PodsmithError.PLUGIN_JAR, "a", "a.jar", "x", cause))
        .extracting(PluginLoadException::pluginId, PluginLoadException::jar)
        .containsExactly("a", "a.jar");
  }

  @Test
  void travelsWithoutTheEnumOfItsCode() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(
          new InvalidConfigurationException(PluginError.TOO_MANY_LOGS, "spark.x", "too many"));
    }
    assertThat(bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("PluginError");

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      InvalidConfigurationException read = (InvalidConfigurationException) in.readObject();
      assertThat(read).hasMessage("[ACME-LOGS-001] too many");
      assertThat(read.key()).isEqualTo("spark.x");
    }
  }

  @Test
  void givesEachFailureAnIdOfItsOwn() {
    assertThat(Arrays.stream(PodsmithError.values()).map(ErrorCode::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("PODSMITH-(CONF|PLAN|STEP|PLUGIN|CLUSTER|APP)-\\d{3}"));
  }
}
