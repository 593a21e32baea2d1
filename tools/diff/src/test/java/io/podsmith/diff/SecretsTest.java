// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  private static final String LABEL = "pods driver/metadata/labels/a";

  private static final Secrets SECRETS =
      Secrets.of(
          List.of(
              Map.of("spark.acme.password", "pl4nted-1", "spark.acme.team", "data"),
              Map.of(
                  "spark.kubernetes.driverEnv.DB_PASSWORD", "pl4nted-2",
                  "spark.executorEnv.API_TOKEN", "pl4nted-3"),
              Map.of("spark.driver.extraJavaOptions", "-Dstore.password=pl4nted-4 -Xss4m"),
              Map.of("spark.redaction.regex", "(", "spark.acme.secret", "pl4nted-5")));

  @ParameterizedTest
  @CsvSource({
    "pods driver/metadata/labels/a, pl4nted-1",
    "pods driver/metadata/labels/a, pl4nted-2",
    "pods driver/metadata/labels/a, pl4nted-3",
    "pods driver/spec/containers[name=c]/args, --password=pl4nted-4",
    "pods driver/metadata/annotations/a, before pl4nted-5 behind",
    "pods driver/metadata/annotations/a, https://user:word@host/x",
    "pods driver/metadata/annotations/a, https://host/x?X-Amz-Signature=abc",
    "pods driver/spec/containers[name=c]/env[name=DB_PASSWORD]/value, other",
    "configmaps conf/data/spark.properties/spark.acme.token, other",
    "POST /api/v1/namespaces/a/secrets /data/key, other",
  })
  void withholdsSecrets(String place, String value) {
    assertThat(SECRETS.shown(place, Optional.of(value))).contains(Plan.WITHHELD);
    assertThat(SECRETS.shown(place, Optional.of("\"%s\"".formatted(value))))
        .contains(Plan.WITHHELD);
  }

  @ParameterizedTest
  @CsvSource({
    "pods driver/metadata/labels/a, data",
    "pods driver/spec/containers[name=c]/env[name=TEAM]/value, data",
    "configmaps conf/data/spark.properties/spark.acme.team, data",
    "pods driver/spec/containers[name=c]/image, registry.example/spark:4.1.1",
  })
  void showsOtherValues(String place, String value) {
    assertThat(SECRETS.shown(place, Optional.of(value))).contains(value);
  }

  @Test
  void showsNothingForAMissingField() {
    assertThat(SECRETS.shown(LABEL, Optional.empty())).isEmpty();
  }

  @Test
  void withholdsOnlyTheSecretsOfAMessage() {
    assertThat(SECRETS.text("invalid value pl4nted-1 of https://user:word@host/x"))
        .isEqualTo("invalid value (secret) of https://(secret)@host/x");
  }
}
