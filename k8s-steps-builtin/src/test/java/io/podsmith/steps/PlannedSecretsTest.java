// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.plan.Explanation;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of settings, files and the environment show in no form of a plan and in no log. */
class PlannedSecretsTest {
  private static final String SECRET = "pla:nted=\"se/cret";
  private static final String OTHER = "0ther-planted";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsNoPlantedSecret(boolean isProtected) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), SECRET + "-of-file");
    Path key = Files.writeString(directory.resolve("key.pem"), "-----BEGIN\n" + OTHER + "\n-----");
    Files.writeString(
        directory.resolve("site.xml"),
        "<property><name>fs.s3a.secret.key</name>\n<value>%s</value></property>".formatted(OTHER));
    Files.writeString(
        directory.resolve("extra.properties"),
        "plain.one = shown-value\nmy.password = %s\\\n  %s".formatted(OTHER, OTHER));
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.podsmith.driver.protectSensitiveSettings", Boolean.toString(isProtected));
    settings.put("spark.my.password", SECRET);
    settings.put("spark.my.shortToken", "x9");
    settings.put("spark.kubernetes.driver.annotation.copied", "x9");
    settings.put("spark.kubernetes.driver.annotation.repeated", "see " + SECRET);
    settings.put("spark.kubernetes.driverEnv.MY_TOKEN", SECRET);
    settings.put("spark.kubernetes.driverEnv.PLAIN", "shown-value");
    settings.put("spark.kubernetes.driverEnv.FROM_HERE", "${env:MY_SECRET}");
    settings.put("spark.executorEnv.MY_TOKEN", SECRET);
    settings.put("spark.executorEnv.PASSWORD", OTHER);
    settings.put("spark.driver.extraJavaOptions", "-Da=b -Dmy.password=%s".formatted(OTHER));
    settings.put("spark.executor.extraJavaOptions", "-Dmy.password=%s".formatted(OTHER));
    settings.put("spark.jars", "https://alice:%s@example.org/lib.jar".formatted(OTHER));
    settings.put("spark.kubernetes.authenticate.driver.oauthToken", SECRET + "-of-driver");
    settings.put("spark.kubernetes.authenticate.driver.oauthTokenFile", token.toString());
    settings.put("spark.kubernetes.authenticate.driver.clientKeyFile", key.toString());
    settings.put("spark.kubernetes.authenticate.submission.oauthToken", SECRET + "-submission");
    settings.put("spark.hadoop.fs.s3a.access.key", SECRET + "-s3a");
    settings.put("spark.sql.shuffle.partitions", "17");
    settings.remove(
        isProtected
            ? "spark.kubernetes.authenticate.driver.oauthToken"
            : "spark.kubernetes.authenticate.driver.oauthTokenFile");
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    Plan plan;
    try {
      plan =
          Plans.prepare(
                  settings,
                  Map.of("SPARK_CONF_DIR", directory.toString(), "MY_SECRET", SECRET + "-env"))
              .plan();
    } finally {
      System.setErr(before);
    }

    for (String text :
        List.of(
            PlanDocument.toJson(plan),
            PlanDocument.toYaml(plan),
            new Explanation(10_000, Explanation.Styles.PLAIN).plan(plan),
            plan.toString(),
            log.toString(StandardCharsets.UTF_8))) {
      assertThat(text)
          .doesNotContain("nted=", "nted\\=", "nted\\\\=", "se/cret", OTHER, "x9")
          .doesNotContain(base64(SECRET), base64(OTHER));
    }
    assertThat(PlanDocument.toYaml(plan))
        .as("what is no secret is shown")
        .contains("shown-value", "spark.sql.shuffle.partitions=17", "MY_TOKEN", Plan.WITHHELD);
  }

  @Test
  void showsNamesOfSecretsAndImages() {
    String text =
        PlanDocument.toYaml(
            Plans.plan(
                Map.of(
                    "spark.kubernetes.driver.secretKeyRef.PASSWORD", "my-token:key",
                    "spark.kubernetes.container.image", "repo/token-service")));

    assertThat(text).contains("my-token", "repo/token-service").doesNotContain(Plan.WITHHELD);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
