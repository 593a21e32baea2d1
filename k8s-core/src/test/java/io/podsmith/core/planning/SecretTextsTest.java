// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a secret of a submission, and in which forms it is recognized. */
class SecretTextsTest {
  private static final SparkSettings NO_SETTINGS = SparkSettings.of(Map.of(), Map.of());

  private static Withholding withSecret(String secret) {
    return Withholding.of(SparkSettings.of(Map.of("spark.my.password", secret), Map.of()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "unchanged|hunter2:x|the hunter2:x is repeated",
        "without blanks around it| hunter2:x |k=hunter2:x",
        "Base64|hunter2:x|aHVudGVyMjp4",
        "escaped for a properties file|hunter2:x|k=hunter2\\:x",
        "escaped for JSON|pa\"ss|{\"k\":\"pa\\\"ss\"}",
        "escaped for a URL|pa ss/w|http://host/?k=pa+ss%2Fw",
        "as a container gets it|pa$$(A)ss|k=pa$(A)ss",
        "a word|opensesame|say opensesame now",
        "of four characters|a1:b|k=a1:b",
        "short and alone|a1|a1",
        "short and alone, with a blank| a1| a1",
        "short and alone, without the blank|a1 |a1"
      })
  void recognizesEachFormInWhichAnObjectMayRepeatASecret(String form, String secret, String text) {
    assertThat(withSecret(secret).text(text)).isEqualTo(Plan.WITHHELD);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a short secret within a text|a1:|k=a1:b",
        "a word within another one|sesame|opensesame",
        "a part of the name of a setting|password|the password of spark",
        "a value that a plan shows anyway|default|default",
        "a boolean|true|true"
      })
  void showsWhatIsRepeatedByChance(String why, String secret, String text) {
    assertThat(withSecret(secret).text(text)).isEqualTo(text);
  }

  @Test
  void withholdsATextThatHasASecretOfSeveralLines() {
    String key = "-----BEGIN KEY-----\nMIIabc+/=\n-----END KEY-----";

    assertThat(withSecret(key + "\n").text("first\n" + key + "\nlast\n")).isEqualTo(Plan.WITHHELD);
    assertThat(withSecret(key).text("first\nlast\n")).isEqualTo("first\nlast\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a reference in a secret setting|spark.my.password|x-${env:TAIL}|x-hunter2:x",
        "a referenced variable|spark.my.url|${env:DB_PASSWORD}/db|of-the-env",
        "a property of the JVM|spark.driver.extraJavaOptions|-Dseen=1 -Dmy.password=hunter2:x"
            + "|hunter2:x",
        "a variable of the driver|spark.kubernetes.driverEnv.PIN|of-the-driver|of-the-driver",
        "a variable of executors|spark.executorEnv.PIN|of-executors|of-executors"
      })
  void findsSecretsInSettings(String where, String key, String value, String secret) {
    Withholding withholding =
        Withholding.of(
            SparkSettings.of(
                Map.of(key, value, "spark.redaction.regex", "^PIN$|(?i)password"),
                Map.of("TAIL", "hunter2:x", "DB_PASSWORD", "of-the-env")));

    assertThat(withholding.text("k " + secret)).isEqualTo(Plan.WITHHELD);
  }

  @Test
  void showsTheOtherPartsOfSettingsWithSecrets() {
    Withholding withholding =
        Withholding.of(
            SparkSettings.of(
                Map.of(
                    "spark.driver.extraJavaOptions",
                    "-Dplain=visible-1 -Dmy.password=hunter2:x",
                    "spark.my.url",
                    "https://host/${env:REGION}"),
                Map.of("REGION", "eu-west-1")));

    assertThat(withholding.text("visible-1")).isEqualTo("visible-1");
    assertThat(withholding.text("eu-west-1")).isEqualTo("eu-west-1");
    assertThat(withholding.setting("spark.my.region", "eu-west-1")).isEqualTo("eu-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.driverEnv.PIN, 1234, (secret)",
    "spark.executorEnv.PIN, 1234, (secret)",
    "spark.executorEnv.PINS, 1234, 1234",
    "spark.my.PIN, 1234, 1234"
  })
  void matchesThePatternOfSecretsWithNamesOfVariables(String key, String value, String shown) {
    Withholding withholding =
        Withholding.of(SparkSettings.of(Map.of("spark.redaction.regex", "^PIN$"), Map.of()));

    assertThat(withholding.setting(key, value)).isEqualTo(shown);
  }

  private static Pod pod(String variable, String value) {
    return new PodBuilder()
        .withNewSpec()
        .addNewInitContainer()
        .addNewEnv()
        .withName("INIT_" + variable)
        .withValue(value.replace("of-", "init-"))
        .endEnv()
        .endInitContainer()
        .addNewContainer()
        .addNewEnv()
        .withName(variable)
        .withValue(value)
        .endEnv()
        .addNewEnv()
        .withName("FROM_ELSEWHERE_PASSWORD")
        .endEnv()
        .endContainer()
        .endSpec()
        .withNewMetadata()
        .endMetadata()
        .build();
  }

  private static Secret secret(String text) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("acme")
        .endMetadata()
        .addToStringData("k", text)
        .build();
  }

  @Test
  void collectsTheSecretsOfAllPodsAndObjects() {
    ExecutorSpec executor =
        new ExecutorSpec(
            pod("EXECUTOR_PASSWORD", "of-executor-pod"),
            List.of(secret("of-executor-first")),
            List.of(secret("of-executor-later")));
    DriverSpec driver =
        new DriverSpec(
            pod("DRIVER_PASSWORD", "of-driver-pod"),
            List.of(secret("of-driver-first")),
            List.of(secret("of-driver-later")),
            new TreeMap<>(Map.of("spark.acme.password", "of-a-property")),
            List.of(),
            SpecOrigins.unknown(),
            "",
            Optional.of(executor),
            "");

    Withholding withholding = Withholding.of(driver, NO_SETTINGS, Set.of());

    assertThat(
            List.of(
                "init-executor-pod",
                "of-executor-pod",
                "of-executor-first",
                "of-executor-later",
                "init-driver-pod",
                "of-driver-pod",
                "of-driver-first",
                "of-driver-later",
                "of-a-property"))
        .allSatisfy(text -> assertThat(withholding.text("k " + text)).isEqualTo(Plan.WITHHELD));
    assertThat(withholding.text("of-nobody")).isEqualTo("of-nobody");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text|b2Ytc2VjcmV0|of-secret",
        "text as it is in the Secret|b2Ytc2VjcmV0|b2Ytc2VjcmV0",
        "bytes that are no text|//4BAg==|//4BAg==",
        "a value that is not Base64|not*base64|not*base64"
      })
  void takesTheDataOfSecrets(String kind, String data, String secret) {
    assertThat(withData(data).text("k " + secret)).isEqualTo(Plan.WITHHELD);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {"what a plan shows anyway|ZGVmYXVsdA==", "blanks|ICAgIA=="})
  void leavesDataOfSecretsThatIsNoSecret(String what, String data) {
    assertThat(withData(data).text(data)).isEqualTo(data);
  }

  private static Withholding withData(String data) {
    Secret secret = secret("other");
    secret.setData(Map.of("k", data));
    return Withholding.of(
        new DriverSpec(pod("PLAIN", "x"), List.of(secret), List.of(), new TreeMap<>(), List.of()),
        NO_SETTINGS,
        Set.of());
  }
}
