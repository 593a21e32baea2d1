// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.RuntimeDecorator;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.Submitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client dry run with the built-in steps and a master that does not exist. */
class DryRunTest {
  @TempDir Path directory;

  @Test
  void needsNoClusterAndUploadsNothing() throws Exception {
    Path jar = Files.writeString(directory.resolve("app.jar"), "content");
    Path uploads = Files.createDirectory(directory.resolve("uploads"));

    String text =
        dryRun(
            Map.of(
                "spark.jars", jar.toString(),
                "spark.kubernetes.file.upload.path", uploads.toString()));

    assertThat(text).contains("%s/spark-upload-".formatted(uploads), "/app.jar");
    assertThat(uploads).isEmptyDirectory();
  }

  @Test
  void leavesTheSettingOfTheDryRunToTheSubmission() throws Exception {
    assertThat(dryRun(Map.of()))
        .contains("kind: Pod", "kind: Service", "kind: ConfigMap")
        .doesNotContain("spark.podsmith.submit.dryRun");
  }

  @Test
  void showsNoSecretOfTheSettings() throws Exception {
    String secret = "pla:nted=se/cret";
    for (String isProtected : List.of("true", "false")) {
      assertThat(
              dryRun(
                  Map.of(
                      "spark.my.password", secret,
                      "spark.kubernetes.driverEnv.MY_TOKEN", secret,
                      "spark.driver.extraJavaOptions", "-Dmy.password=%s".formatted(secret),
                      "spark.podsmith.driver.protectSensitiveSettings", isProtected)))
          .as("with protectSensitiveSettings=%s", isProtected)
          .contains("MY_TOKEN")
          .doesNotContain("nted=", "nted\\=", "se/cret");
    }
  }

  @Test
  void rejectsARelativeUploadPath() throws Exception {
    Path jar = Files.writeString(directory.resolve("app.jar"), "content");

    assertThatThrownBy(
            () ->
                dryRun(
                    Map.of(
                        "spark.jars",
                        jar.toString(),
                        "spark.kubernetes.file.upload.path",
                        "uploads/here")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.file.upload.path")
        .hasMessageContaining("uploads/here")
        .hasMessageContaining("write the full path");
  }

  @Test
  void fetchesNoDelegationTokensAndShowsTheirSecret() throws Exception {
    SparkRuntime standalone = SparkRuntime.standalone("4.1.1");
    SparkRuntime secured =
        new RuntimeDecorator() {
          @Override
          public SparkRuntime runtime() {
            return standalone;
          }

          @Override
          public Optional<byte[]> delegationTokens(SparkSettings settings) {
            throw new AssertionError("a dry run fetched tokens");
          }

          @Override
          public boolean mayHaveDelegationTokens(SparkSettings settings) {
            return true;
          }
        };

    assertThat(dryRun(Map.of(), secured))
        .contains("-delegation-tokens", "kind: Secret", "HADOOP_TOKEN_FILE_LOCATION");
  }

  private static String dryRun(Map<String, String> settings) throws InterruptedException {
    return dryRun(settings, SparkRuntime.standalone("4.1.1"));
  }

  private static String dryRun(Map<String, String> settings, SparkRuntime runtime)
      throws InterruptedException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.podsmith.submit.dryRun", "client");
    StringBuilder out = new StringBuilder();
    SubmissionResult result =
        new Submitter().withOutput(out::append).submit(Demo.request(all, runtime));
    assertThat(result.processExitCode()).isZero();
    return out.toString();
  }
}
