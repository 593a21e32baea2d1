// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.Confs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked and logged of the settings of a role before a pod is built. */
class RoleSettingsTest {
  private static final String VOLUMES = "spark.kubernetes.driver.volumes.";

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.namespace, Team_A",
    "spark.kubernetes.container.image, a b",
    "spark.kubernetes.driver.container.image, a b",
    "spark.kubernetes.container.image.pullSecrets, Not_A_Name",
    "spark.kubernetes.executor.decommissionLabel, a b",
    "spark.kubernetes.executor.decommissionLabelValue, a b",
    "spark.kubernetes.authenticate.driver.serviceAccountName, Not_A_Name",
    "spark.kubernetes.authenticate.executor.serviceAccountName, Not_A_Name",
    "spark.kubernetes.hadoop.configMapName, Not_A_Name",
    "spark.kubernetes.kerberos.krb5.configMapName, Not_A_Name",
    "spark.kubernetes.kerberos.tokenSecret.name, Not_A_Name",
    "spark.kubernetes.kerberos.tokenSecret.itemKey, a/b",
    "spark.kubernetes.driver.master, local[x]"
  })
  void rejectsNamesThatKubernetesRejects(String key, String value) {
    assertThatThrownBy(() -> Confs.driver(key, value))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class, e -> assertThat(e.key()).isEqualTo(key))
        .hasMessageContaining("%s is '%s'", key, value);
  }

  @Test
  void leavesAMasterWithAReferenceToTheDriver() {
    assertThatCode(() -> Confs.driver("spark.kubernetes.driver.master", "local[${env:CORES}]"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "||spark.kubernetes.driver.container.image is not set, nor is"
            + " spark.kubernetes.container.image; set one of them to the Spark image of the driver",
        "|''|spark.kubernetes.container.image is empty and spark.kubernetes.driver.container.image"
            + " is not set; set one of them to the Spark image of the driver",
        "''|''|spark.kubernetes.driver.container.image is empty; set it to the Spark image of the"
            + " driver",
        "''|a:1|spark.kubernetes.driver.container.image is empty; set it to the Spark image of the"
            + " driver, or remove it to use spark.kubernetes.container.image"
      })
  void saysWhichImageIsMissing(String ofDriver, String ofAll, String message) {
    DriverConf conf =
        Confs.driver(
            ofDriver == null ? "a" : "spark.kubernetes.driver.container.image",
            ofDriver == null ? "" : ofDriver,
            ofAll == null ? "b" : "spark.kubernetes.container.image",
            ofAll == null ? "" : ofAll);

    assertThatThrownBy(conf::image).hasMessage("[PODSMITH-CONF-004] %s", message);
  }

  private static String log(String... keysAndValues) {
    try (Logged log = new Logged()) {
      Confs.driver(keysAndValues);
      return log.text();
    }
  }

  @Test
  void warnsOnceOfPropertiesThatAVolumeDoesNotHave() {
    String path = VOLUMES + "emptyDir.v.mount.path";
    String typo = VOLUMES + "emptyDir.v.options.sizelimit";

    assertThat(log(path, "/v", typo, "1Gi"))
        .contains(
            "WARN",
            "A volume of type emptyDir has no properties [options.sizelimit]: %semptyDir.v.*"
                    .formatted(VOLUMES)
                + " settings for them have no effect");
    assertThat(log(path, "/v", typo, "1Gi", "spark.kubernetes.submitInDriver", "true"))
        .as("the submission has warned")
        .isEmpty();
    assertThat(log(path, "/v", VOLUMES + "emptyDir.v.options.sizeLimit", "1Gi")).isEmpty();
  }

  @Test
  void warnsOfPropertiesOfNewClaimsForAnExistingClaim() {
    String claim = VOLUMES + "persistentVolumeClaim.c.";

    assertThat(
            log(
                claim + "mount.path", "/c",
                claim + "options.claimName", "c",
                claim + "options.storageClass", "fast"))
        .contains(
            "WARN",
            "%s* has [options.storageClass], which have no effect on an existing claim"
                .formatted(claim));
    assertThat(
            log(
                claim + "mount.path", "/c",
                claim + "options.claimName", "OnDemand",
                claim + "options.storageClass", "fast",
                claim + "options.sizeLimit", "1Gi"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast"})
  void acceptsTheNameOfAStorageClassOrNone(String name) {
    assertThatCode(() -> withStorageClass(name)).doesNotThrowAnyException();
  }

  @Test
  void rejectsOtherNamesOfStorageClasses() {
    assertThatThrownBy(() -> withStorageClass("Very_Fast"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("options.storageClass is 'Very_Fast'")
        .hasMessageEndingWith("use the name of a storage class");
  }

  private static void withStorageClass(String name) {
    String claim = VOLUMES + "persistentVolumeClaim.c.";
    Confs.driver(
        claim + "mount.path", "/c",
        claim + "options.claimName", "OnDemand",
        claim + "options.storageClass", name,
        claim + "options.sizeLimit", "1Gi");
  }

  @Test
  void warnsOfSecretsOfExecutorsThatReferToOtherVariables() {
    try (Logged log = new Logged()) {
      Confs.context(
          "spark.podsmith.executor.protectSensitiveEnvironment", "true",
          "spark.executorEnv.MY_PASSWORD", "s3cret",
          "spark.executorEnv.MY_TOKEN", "$(SPARK_EXECUTOR_ID)-x");
      assertThat(log.text())
          .contains("Environment variables [MY_TOKEN] of executors look like secrets");
    }
    try (Logged log = new Logged()) {
      Confs.context(
          "spark.podsmith.executor.protectSensitiveEnvironment", "true",
          "spark.executorEnv.MY_PASSWORD", "s3cret");
      assertThat(log.text()).isEmpty();
    }
  }
}
