// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitiveSettingsTest {
  private static final SensitiveSettings RULES = rules(Map.of(), Set.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.my.password|x",
        "spark.hadoop.fs.s3a.secret.key|x",
        "spark.hadoop.fs.s3a.access.key|x",
        "spark.authenticate.secret|x",
        "spark.kubernetes.authenticate.driver.oauthToken|x",
        "spark.kubernetes.authenticate.submission.oauthToken|x",
        "spark.kubernetes.driverEnv.DB_PASSWORD|x",
        "spark.executorEnv.API_TOKEN|x",
        "spark.driver.extraJavaOptions|-Dstore.password=x -Xmx1g",
        "spark.acme.login|{\"token\": \"x\"}",
        "spark.acme.header|Bearer-Token x",
        "spark.jars|https://host/app.jar?token=x",
        "spark.acme.login|password:hunter2",
        "spark.acme.login|repo/token: x",
        "spark.acme.login|'repo/token': x",
        "spark.acme.login|alice/password:hunter2",
        "spark.acme.login|{\"url\": \"https://host:8443\", \"token\": \"x\"}",
        "spark.acme.url|https://token-service:8443/login?password=x",
        "spark.acme.url|https://host:8443/token:x",
        "spark.acme.token|repo/token-service:1.2",
        "spark.acme.token.image|hunter2",
        "spark.driver.extraJavaOptions|-Dimage=repo/token-service:1.2 -Dpassword=x",
        "spark.podsmith.steps.jars|https://host/step.jar?access-token=x",
        "spark.jars|local:///opt/a.jar,https://alice:hunter2@host/b.jar",
        "spark.jars.repositories|https://hunter2@host/maven",
        "spark.podsmith.steps.carried.acme|s3a://key:hunter2@bucket/step.jar",
        "spark.executorEnv.PROXY|http://alice:hunter2@proxy:3128",
        "spark.kubernetes.file.upload.path|s3a://key:hunter2@bucket/path"
      })
  void findsWhatLooksLikeASecret(String key, String value) {
    assertThat(RULES.isSensitive(key, value)).as(key).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.app.name|tokenizer",
        "spark.app.name|Token service: nightly",
        "spark.kubernetes.container.image|repo/token-service:1.2",
        "spark.kubernetes.executor.container.image|password-app:v3",
        "spark.kubernetes.container.image|registry.example.com:5000/secret/app:nightly",
        "spark.acme.tokenService.image|repo/app:1.2",
        "spark.executorEnv.TOKEN_SERVICE_IMAGE|repo/token-service:1.2",
        "spark.acme.sidecar|repo/token-service:1.2",
        "spark.acme.sidecar|repo/token:1.2.3-alpha",
        "spark.acme.sidecar|token-registry:5000/app:7",
        "spark.acme.url|https://token-service:8443/login",
        "spark.acme.url|connects to the service at https://token-service:8443/login",
        "spark.acme.sidecar|{\"image\":\"repo/token-service:1.2\"}",
        "spark.acme.url|jdbc:postgresql://secrets.example.com:5432/db",
        "spark.kubernetes.file.upload.path|abfss://container@account.dfs.core.windows.net/path",
        "spark.acme.endpoint|spark://Endpoint@driver:7078",
        "spark.driver.extraClassPath|/opt/tokenizer.jar:/opt/app/*",
        "spark.driver.extraJavaOptions|-Dimage=repo/token-service:1.2 -Xmx1g",
        "spark.podsmith.steps.carried.acme.token|local:/opt/step.jar#1.x=",
        "spark.acme.provider|org.example.TokenCredentialsProvider",
        "spark.jars|local:///opt/tokenizer.jar",
        "spark.kubernetes.driver.pod.name|password-service-driver",
        "spark.kubernetes.driver.secrets.db|/etc/db",
        "spark.kubernetes.executor.secretKeyRef.DB_PASSWORD|db:password",
        "spark.kubernetes.container.image.pullSecrets|registry",
        "spark.kubernetes.kerberos.tokenSecret.name|tokens",
        "spark.kubernetes.kerberos.dt-secret-name|tokens",
        "spark.kubernetes.authenticate.driver.mounted.oauthTokenFile|/var/run/token",
        "spark.kubernetes.authenticate.driver.oauthToken|<present_but_redacted>",
        "spark.authenticate.secret.executor.file|/etc/secret",
        "spark.redaction.regex|(?i)secret|password=x",
        "spark.my.password|''"
      })
  void leavesNamesOfThingsAlone(String key, String value) {
    assertThat(RULES.isSensitive(key, value)).as(key).isFalse();
  }

  @Test
  void looksForWhatTheUserCallsASecret() {
    SensitiveSettings own = rules(Map.of("spark.redaction.regex", "(?i)hush"), Set.of());

    assertThat(own.isSensitive("spark.my.hush", "x")).isTrue();
    assertThat(own.isSensitive("spark.my.password", "x")).isFalse();
  }

  @Test
  void takesTheWordOfAStepForItsKey() {
    SensitiveSettings rules = rules(Map.of(), Set.of("spark.acme.pin"));

    assertThat(rules.isSensitive("spark.acme.pin", "1234")).isTrue();
    assertThat(rules.isSensitive("spark.acme.pins", "1234")).isFalse();
  }

  @Test
  void refusesAPatternThatIsNone() {
    assertThatThrownBy(() -> rules(Map.of("spark.redaction.regex", "(oops"), Set.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-002]")
        .hasMessageContaining("spark.redaction.regex is '(oops'")
        .hasMessageContaining("regular expression");
  }

  private static SensitiveSettings rules(Map<String, String> settings, Set<String> declared) {
    return SensitiveSettings.of(SparkSettings.of(settings, Map.of()), declared);
  }
}
