// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that look like secrets stay out of the ConfigMap and the pod. */
class SensitiveDriverTest {
  private static final String HIDDEN = "hunter2";

  @TempDir Path folder;

  @Test
  void givesTheDriverAllPropertiesInASecretAndTheOthersInTheConfigMap() throws IOException {
    DriverSpec spec = new Specs().set("spark.my.password", HIDDEN).driver();

    Secret secret = only(spec, Secret.class);
    assertThat(properties(decoded(secret, "spark.properties")))
        .as("the driver reads the same as from a ConfigMap")
        .isEqualTo(asProperties(spec));
    Properties open = properties(only(spec, ConfigMap.class).getData().get("spark.properties"));
    assertThat(open).containsKey("spark.app.name").doesNotContainKey("spark.my.password");
    assertThat(Serialization.asYaml(List.of(spec.pod(), only(spec, ConfigMap.class))))
        .doesNotContain(HIDDEN);
    assertThat(secret.getImmutable()).isTrue();
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("team");
    assertThat(secret.getMetadata().getName()).matches("spark-drv-[0-9a-f]+-conf-secret");
  }

  @Test
  void mountsTheSecretBesideTheConfigurationFiles() throws IOException {
    Files.writeString(folder.resolve("log4j2.properties"), "rootLogger.level = info");
    DriverSpec spec =
        new Specs().env("SPARK_CONF_DIR", folder).set("spark.my.password", HIDDEN).driver();

    Volume volume = spec.pod().getSpec().getVolumes().get(0);
    List<VolumeProjection> sources = volume.getProjected().getSources();
    assertThat(volume.getName()).isEqualTo("spark-conf-volume-driver");
    assertThat(volume.getConfigMap()).isNull();
    assertThat(sources).hasSize(2);
    assertThat(sources.get(0).getConfigMap().getItems())
        .extracting(i -> i.getKey() + " " + i.getMode())
        .containsExactly("log4j2.properties 420");
    assertThat(sources.get(1).getSecret().getName())
        .isEqualTo(only(spec, Secret.class).getMetadata().getName());
    assertThat(sources.get(1).getSecret().getItems())
        .extracting(i -> i.getKey() + " " + i.getPath())
        .containsExactly("spark.properties spark.properties");
  }

  @Test
  void mountsNoMoreThanTheSecretWhereThereAreNoFiles() {
    DriverSpec spec = new Specs().set("spark.my.password", HIDDEN).driver();

    assertThat(spec.pod().getSpec().getVolumes().get(0).getProjected().getSources())
        .as("a ConfigMap without items would show all of its keys")
        .singleElement()
        .satisfies(source -> assertThat(source.getSecret()).isNotNull());
  }

  @Test
  void takesVariablesThatLookLikeSecretsFromTheSecret() {
    DriverSpec spec =
        new Specs()
            .factories(Environment.class)
            .set("spark.kubernetes.driverEnv.DB_PASSWORD", HIDDEN)
            .set("spark.kubernetes.driverEnv.DB_USER", "scott")
            .driver();

    Secret secret = only(spec, Secret.class);
    assertThat(spec.pod().getSpec().getContainers().get(0).getEnv())
        .filteredOn(v -> v.getName().startsWith("DB_"))
        .extracting(SensitiveDriverTest::words)
        .containsExactly(
            "DB_PASSWORD from env.DB_PASSWORD of " + secret.getMetadata().getName(),
            "DB_USER = scott");
    assertThat(decoded(secret, "env.DB_PASSWORD")).isEqualTo(HIDDEN);
  }

  @Test
  void keepsAVariableThatRefersToOthersInThePod() {
    DriverSpec spec =
        new Specs()
            .factories(References.class)
            .set("spark.kubernetes.driverEnv.TOKEN_DIR", "/run/$(SPARK_APPLICATION_ID)")
            .set("spark.kubernetes.driverEnv.DB_PASSWORD", "a$$b")
            .driver();

    Secret secret = only(spec, Secret.class);
    assertThat(spec.pod().getSpec().getContainers().get(0).getEnv())
        .extracting(SensitiveDriverTest::words)
        .as("Kubernetes replaces $(NAME) only in text, and only where NAME comes earlier")
        .startsWith(
            "SPARK_APPLICATION_ID = spark-1",
            "TOKEN_DIR = /run/$(SPARK_APPLICATION_ID)",
            "DB_PASSWORD from env.DB_PASSWORD of " + secret.getMetadata().getName(),
            "DB_URL = jdbc:$(DB_PASSWORD)");
    assertThat(secret.getData()).containsKey("env.DB_PASSWORD").doesNotContainKey("env.TOKEN_DIR");
    assertThat(decoded(secret, "env.DB_PASSWORD"))
        .as("what a kubelet makes of the text in a pod")
        .isEqualTo("a$b");
  }

  @Test
  void hidesWhatAStepDeclaresASecret() {
    DriverSpec spec = new Specs().factories(Pin.class).set("spark.acme.pin", HIDDEN).driver();

    assertThat(only(spec, ConfigMap.class).getData().get("spark.properties"))
        .doesNotContain(HIDDEN);
  }

  @Test
  void refusesMoreThanASecretTakes() {
    assertThatThrownBy(new Specs().set("spark.my.password", "x".repeat(1 << 20))::driver)
        .hasMessageStartingWith("[PODSMITH-CONF-007] the Secret spark-drv-")
        .hasMessageContaining("-conf-secret with Spark's properties")
        .hasMessageContaining("Kubernetes accepts at most 1048576");
  }

  @Test
  void makesNoSecretWhereNothingLooksLikeOne() {
    DriverSpec spec = new Specs().set("spark.kubernetes.driver.secrets.db", "/etc/db").driver();

    assertThat(spec.resources()).hasOnlyElementsOfType(ConfigMap.class);
    assertThat(spec.pod().getSpec().getVolumes().get(0).getConfigMap()).isNotNull();
  }

  @Test
  void putsAllIntoTheConfigMapWhereTheUserSaysSo() throws IOException {
    DriverSpec spec =
        new Specs()
            .set("spark.my.password", HIDDEN)
            .set("spark.podsmith.driver.protectSensitiveSettings", "false")
            .driver();

    assertThat(spec.resources()).hasOnlyElementsOfType(ConfigMap.class);
    assertThat(properties(only(spec, ConfigMap.class).getData().get("spark.properties")))
        .isEqualTo(asProperties(spec));
  }

  private static String words(EnvVar variable) {
    return variable.getValue() != null
        ? variable.getName() + " = " + variable.getValue()
        : variable.getName()
            + " from "
            + variable.getValueFrom().getSecretKeyRef().getKey()
            + " of "
            + variable.getValueFrom().getSecretKeyRef().getName();
  }

  private static <T extends HasMetadata> T only(DriverSpec spec, Class<T> type) {
    List<T> found = spec.resources().stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).as(type.getSimpleName() + " of " + spec.resources()).hasSize(1);
    return found.get(0);
  }

  private static String decoded(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private static Properties properties(String text) throws IOException {
    Properties read = new Properties();
    read.load(new StringReader(text));
    return read;
  }

  private static Properties asProperties(DriverSpec spec) {
    Properties all = new Properties();
    all.putAll(spec.systemProperties());
    return all;
  }

  public static final class Pin extends Specs.Factory {
    public Pin() {
      super("acme.pin", () -> null);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(
          ConfigEntry.key("spark.acme.pin").doc("A pin.").secret().stringType().optional());
    }
  }

  public static final class Environment extends Specs.Factory {
    public Environment() {
      super("acme.environment", Variables::new);
    }
  }

  public static final class References extends Specs.Factory {
    public References() {
      super("acme.references", ReferringVariables::new);
    }
  }

  private static final class ReferringVariables implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod.editContainer(
          container ->
              container
                  .addToEnv(new EnvVar("TOKEN_DIR", "/run/$(SPARK_APPLICATION_ID)", null))
                  .addToEnv(new EnvVar("DB_URL", "jdbc:$(DB_PASSWORD)", null))
                  .addToEnv(new EnvVar("DB_PASSWORD", "a$$b", null))
                  .addToEnv(new EnvVar("SPARK_APPLICATION_ID", "spark-1", null)));
    }
  }

  /** Does what the basics of a driver do. */
  private static final class Variables implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod.editContainer(
          container ->
              container
                  .addNewEnv()
                  .withName("DB_PASSWORD")
                  .withValue(HIDDEN)
                  .endEnv()
                  .addNewEnv()
                  .withName("DB_USER")
                  .withValue("scott")
                  .endEnv());
    }
  }
}
