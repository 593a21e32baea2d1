// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.client.ClusterErrors.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a driver needs an object that the submitter may not create. */
class ObjectNeedsTest {
  private static final String CONF_SECRET = "spark-drv-1-conf-secret";
  private static final String CREDENTIALS = "pi-kubernetes-credentials";

  private final SortedMap<String, String> properties = new TreeMap<>();

  private static Target target(String kind, String name) {
    return new Target(
        kind,
        kind.toLowerCase(java.util.Locale.ROOT) + "s",
        Optional.of("jobs"),
        Optional.of(name));
  }

  private String words(String kind, String name, HasMetadata... resources) {
    DriverSpec spec =
        new DriverSpec(
            new PodBuilder().withNewMetadata().endMetadata().build(),
            List.of(),
            List.of(resources),
            properties,
            List.of());
    return ObjectNeeds.words(spec, target(kind, name));
  }

  private static HasMetadata configMap(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("spark-drv-1-conf-map")
        .endMetadata()
        .withData(data)
        .build();
  }

  @Test
  void saysNothingOfObjectsThatAreNoSecrets() {
    assertThat(words("ConfigMap", CONF_SECRET)).isEmpty();
    assertThat(words("Job", "lease")).isEmpty();
  }

  @Test
  void namesTheSettingsThatTheConfigMapLacks() {
    properties.putAll(
        Map.of("spark.a.password", "hunter2", "spark.b.token", "x", "spark.app.name", "pi"));

    assertThat(
            words(
                "Secret",
                CONF_SECRET,
                configMap(Map.of("other", "spark.a.password=x")),
                configMap(Map.of("spark.properties", "spark.app.name=pi\n")),
                configMap(null)))
        .isEqualTo(
            "The Secret keeps settings that look like secrets out of the driver's ConfigMap:"
                + " spark.a.password, spark.b.token. Grant the verbs create and patch for secrets in"
                + " namespace jobs, or set spark.podsmith.driver.protectSensitiveSettings to false");
  }

  @ParameterizedTest
  @CsvSource({"10, ''", "11, ' and 1 more'", "13, ' and 3 more'"})
  void namesTenSettingsAtMost(int count, String more) {
    IntStream.range(0, count).forEach(i -> properties.put("spark.s%02d".formatted(i), "x"));
    String ten =
        IntStream.range(0, 10).mapToObj("spark.s%02d"::formatted).collect(Collectors.joining(", "));

    assertThat(words("Secret", CONF_SECRET)).contains("ConfigMap: " + ten + more + ". Grant");
  }

  @ParameterizedTest
  @CsvSource({
    // name of the Secret, setting, whether its content is in the Secret
    CREDENTIALS + ", spark.kubernetes.authenticate.driver.oauthToken, true",
    CREDENTIALS + ", spark.kubernetes.authenticate.driver.caCertFile, true",
    CREDENTIALS + ", spark.kubernetes.authenticate.driver.mounted.oauthTokenFile, false",
    CREDENTIALS + ", spark.kubernetes.authenticate.driver.serviceAccountName, false",
    CREDENTIALS + ", spark.kubernetes.authenticate.submission.oauthToken, false",
    CREDENTIALS + ", spark.kerberos.keytab, false",
    "pi-kerberos-keytab, spark.kerberos.keytab, true",
    "pi-kerberos-keytab, spark.kerberos.principal, false",
    "pi-other, spark.kerberos.keytab, false"
  })
  void namesTheSettingsWhoseContentASecretHas(String secret, String setting, boolean isNamed) {
    properties.put(setting, "hunter2");

    assertThat(words("Secret", secret))
        .isEqualTo(
            isNamed
                ? "The Secret contains the content of these settings: %s. Grant the verbs create and patch for secrets in namespace jobs, or remove the settings"
                    .formatted(setting)
                : "Grant the verbs create and patch for secrets in namespace jobs");
  }
}
