// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.Confs;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverConfTest {
  private static final String LABEL = "spark.kubernetes.driver.label.";
  private static final String ANNOTATION = "spark.kubernetes.driver.annotation.";

  @Test
  void saysWhichImageIsSetToNothing() {
    String key = "spark.kubernetes.driver.container.image";
    DriverConf conf = Confs.driver("spark.kubernetes.container.image", "img:1", key, "");

    assertThatThrownBy(conf::image)
        .hasMessageContaining("PODSMITH-CONF-004")
        .hasMessageContaining(key + " is empty")
        .hasMessageContaining("remove it to use spark.kubernetes.container.image");
  }

  @Test
  void takesNamesThatAreSetToNothingAsNotSet() {
    DriverConf conf =
        Confs.driver(
            "spark.kubernetes.authenticate.driver.serviceAccountName", "",
            "spark.kubernetes.authenticate.executor.serviceAccountName", " ",
            "spark.kubernetes.driver.resourceNamePrefix", "");

    assertThat(conf.get(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME)).isEmpty();
    assertThat(conf.get(ClusterKeys.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME)).isEmpty();
    assertThat(conf.contains(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME)).isFalse();
    assertThat(conf.resourceNamePrefix()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.driver.pod.name, 210",
    "spark.kubernetes.driver.resourceNamePrefix, 194",
    "spark.kubernetes.executor.podNamePrefix, 194"
  })
  void rejectsNamesWithWhichNoKubeletCanRunAPod(String key, int longest) {
    assertThat(Confs.driver(key, "p".repeat(longest)).podName()).hasSizeLessThanOrEqualTo(210);
    assertThatThrownBy(() -> Confs.driver(key, "p".repeat(longest + 1)))
        .hasMessageContaining("PODSMITH-CONF-006")
        .hasMessageContaining(key)
        .hasMessageContaining(
            "at most %d characters long in namespace 'default'".formatted(longest));
    assertThatThrownBy(
            () -> Confs.driver(key, "p".repeat(longest), "spark.kubernetes.namespace", "default1"))
        .hasMessageContaining("at most %d characters".formatted(longest - 1));
  }

  @Test
  void carriesLabelsByWhichSparkFindsDriver() {
    assertThat(Confs.driver("spark.app.name", "My App!").labels())
        .containsExactly(
            entry("spark-app-name", "my-app"),
            entry("spark-app-selector", Confs.APP_ID),
            entry("spark-role", "driver"),
            entry("spark-version", "4.1.1"));
  }

  @Test
  void addsLabelsOfUserWithPlaceholdersReplaced() {
    assertThat(
            Confs.driver(LABEL + "team", "data", LABEL + "app", "x-{{APP_ID}}{{EXECUTOR_ID}}")
                .labels())
        .containsEntry("team", "data")
        .containsEntry("app", "x-" + Confs.APP_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark-app-selector", "spark-app-name", "spark-role", "spark-version"})
  void refusesLabelOfSpark(String label) {
    assertThatThrownBy(() -> Confs.driver(LABEL + label, "x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(LABEL + label)
        .hasMessageContaining("choose another label");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.driver.label.-team, data",
    "spark.kubernetes.driver.label.team, da ta",
    "spark.kubernetes.driver.annotation.a b, x",
    "spark.kubernetes.driver.service.label.team, -x",
    "spark.kubernetes.driver.service.annotation.Acme!/x, x",
    "spark.kubernetes.node.selector.disk, s s d",
    "spark.kubernetes.driver.node.selector.a/b/c, ssd",
    "spark.kubernetes.driverEnv.A=B, x",
    "spark.kubernetes.driver.secrets.My_Secret, /etc/x",
    "spark.kubernetes.driver.secretKeyRef.A=B, secret:key",
    "spark.kubernetes.driver.pod.name, My_Driver",
    "spark.kubernetes.driver.resourceNamePrefix, 1up",
    "spark.kubernetes.namespace, Team_A",
    "spark.kubernetes.authenticate.driver.serviceAccountName, My_Account",
    "spark.kubernetes.hadoop.configMapName, -conf",
    "spark.kubernetes.executor.decommissionLabel, a b",
    "spark.kubernetes.executor.decommissionLabelValue, a b",
    "spark.kubernetes.driver.label.who, x-{{EXECUTOR_ID}}",
    "spark.kubernetes.executor.label.team, da ta",
    "spark.kubernetes.executor.annotation.a b, x",
    "spark.kubernetes.executor.node.selector.disk, s s d"
  })
  void refusesWhatKubernetesRefuses(String key, String value) {
    assertThatThrownBy(() -> Confs.driver(key, value))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e -> {
              assertThat(e.codeId()).isEqualTo(PodsmithError.CONF_NAME.id());
              assertThat(e.key()).isEqualTo(key);
            })
        .hasMessageContaining(key)
        .hasMessageContaining("must be");
  }

  @Test
  void replacesPlaceholdersInAnnotations() {
    assertThat(Confs.driver(ANNOTATION + "yunikorn.apache.org/app-id", "{{APP_ID}}").annotations())
        .containsExactly(entry("yunikorn.apache.org/app-id", Confs.APP_ID));
    assertThat(Confs.driver(ANNOTATION + "who", "driver{{EXECUTOR_ID}}").annotations())
        .as("a driver has no executor id")
        .containsExactly(entry("who", "driver"));
  }

  @Test
  void hasLabelsAndAnnotationsOfService() {
    DriverConf conf =
        Confs.driver(
            "spark.kubernetes.driver.service.label.a", "1",
            "spark.kubernetes.driver.service.annotation.b", "{{APP_ID}}");

    assertThat(conf.serviceLabels()).containsExactly(entry("a", "1"));
    assertThat(conf.serviceAnnotations())
        .as("upstream replaces no placeholders here")
        .containsExactly(entry("b", "{{APP_ID}}"));
  }

  @Test
  void readsEnvironment() {
    assertThat(Confs.driver("spark.kubernetes.driverEnv.TZ", "UTC").environment())
        .containsExactly(entry("TZ", "UTC"));
  }

  @Test
  void putsNodeSelectorOfDriversOverThatOfAllPods() {
    assertThat(
            Confs.driver(
                    "spark.kubernetes.node.selector.disk", "hdd",
                    "spark.kubernetes.node.selector.zone", "a",
                    "spark.kubernetes.driver.node.selector.disk", "ssd",
                    "spark.kubernetes.executor.node.selector.gpu", "yes")
                .nodeSelector())
        .containsExactly(entry("disk", "ssd"), entry("zone", "a"));
  }

  @Test
  void prefersSchedulerOfDrivers() {
    assertThat(
            Confs.driver(
                    "spark.kubernetes.scheduler.name", "volcano",
                    "spark.kubernetes.driver.scheduler.name", "yunikorn")
                .schedulerName())
        .contains("yunikorn");
  }

  @Test
  void fallsBackToSchedulerOfAllPods() {
    assertThat(Confs.driver("spark.kubernetes.scheduler.name", "volcano").schedulerName())
        .contains("volcano");
  }

  @Test
  void leavesSchedulerToClusterByDefault() {
    assertThat(Confs.driver().schedulerName()).isEmpty();
  }

  @Test
  void readsSecrets() {
    DriverConf conf =
        Confs.driver(
            "spark.kubernetes.driver.secrets.db", "/etc/db",
            "spark.kubernetes.driver.secretKeyRef.PASSWORD", "db:password");

    assertThat(conf.secretNamesToMountPaths()).containsExactly(entry("db", "/etc/db"));
    assertThat(conf.secretEnvNamesToKeyRefs())
        .containsExactly(
            entry(
                "PASSWORD", SecretKeyReference.builder().secretName("db").key("password").build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/db", "", "/etc:db"})
  void refusesPathOfSecret(String path) {
    assertThatThrownBy(() -> Confs.driver("spark.kubernetes.driver.secrets.db", path))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.driver.secrets.db is '" + path + "'")
        .hasMessageContaining("absolute path");
  }

  @Test
  void refusesOnePathForTwoSecrets() {
    assertThatThrownBy(
            () ->
                Confs.driver(
                    "spark.kubernetes.driver.secrets.a", "/etc/x",
                    "spark.kubernetes.driver.secrets.b", "/etc/x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_CONFLICT.id())
        .hasMessageContaining("secrets.b is '/etc/x', but the secret 'a' is already mounted");
  }

  @Test
  void refusesPathOfVolumeForSecret() {
    assertThatThrownBy(
            () ->
                Confs.driver(
                    "spark.kubernetes.driver.volumes.emptyDir.v.mount.path", "/x",
                    "spark.kubernetes.driver.secrets.b", "/x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("but the volume 'v' is already mounted there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db", "db:", ":key", "a:b:c", ""})
  void refusesSecretReferenceWithoutNameAndKey(String reference) {
    assertThatThrownBy(() -> Confs.driver("spark.kubernetes.driver.secretKeyRef.P", reference))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.driver.secretKeyRef.P is set")
        .hasMessageContaining("<secret>:<key>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hunter2!", "hunter2:Hunter 2", "Hunter_2:key"})
  void showsNoSecretThatWasGivenForAReference(String secret) {
    assertThatThrownBy(() -> Confs.driver("spark.kubernetes.driver.secretKeyRef.P", secret))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageNotContainingAny("Hunter", "hunter");
  }

  @Test
  void putsVersionIntoImage() {
    assertThat(Confs.driver("spark.kubernetes.container.image", "spark:{{SPARK_VERSION}}").image())
        .isEqualTo("spark:4.1.1");
  }

  @Test
  void prefersImageOfDrivers() {
    assertThat(
            Confs.driver(
                    "spark.kubernetes.container.image", "all:1",
                    "spark.kubernetes.driver.container.image", "mine:1")
                .image())
        .isEqualTo("mine:1");
  }

  @Test
  void namesBothSettingsWhereImageIsMissing() {
    DriverConf conf = Confs.driver();

    assertThatThrownBy(conf::image)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_MISSING.id())
        .hasMessageContaining("spark.kubernetes.driver.container.image")
        .hasMessageContaining("spark.kubernetes.container.image");
  }

  @Test
  void takesABlankImageForNone() {
    DriverConf conf = Confs.driver("spark.kubernetes.container.image", " ");

    assertThatThrownBy(conf::image)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.container.image");
  }

  @Test
  void makesPrefixOfApplicationsName() {
    DriverConf conf = Confs.driver("spark.app.name", "Word Count");

    assertThat(conf.resourceNamePrefix()).matches("word-count-[0-9a-f]+");
    assertThat(conf.podName()).isEqualTo(conf.resourceNamePrefix() + "-driver");
    assertThat(conf.driverServiceName()).isEqualTo(conf.resourceNamePrefix() + "-driver-svc");
  }

  @Test
  void takesNameOfPodFromSettings() {
    assertThat(Confs.driver("spark.kubernetes.driver.pod.name", "my-driver").podName())
        .isEqualTo("my-driver");
  }

  @Test
  void takesPrefixFromSettings() {
    DriverConf conf = Confs.driver("spark.kubernetes.driver.resourceNamePrefix", "mine");

    assertThat(conf.podName()).isEqualTo("mine-driver");
    assertThat(conf.driverServiceName()).isEqualTo("mine-driver-svc");
  }

  @Test
  void shortensNameOfServiceThatWouldBeTooLong() {
    DriverConf conf = Confs.driver("spark.app.name", "a".repeat(60));

    assertThat(conf.driverServiceName()).matches("spark-[0-9a-f]+-driver-svc");
    assertThat(conf.driverServiceName())
        .as("one conf, one service")
        .isEqualTo(conf.driverServiceName());
  }

  @Test
  void keepsNameOfServiceOf63Characters() {
    String prefix = "a".repeat(63 - "-driver-svc".length());

    assertThat(
            Confs.driver("spark.kubernetes.driver.resourceNamePrefix", prefix).driverServiceName())
        .isEqualTo(prefix + "-driver-svc");
  }

  @Test
  void readsCountableResources() {
    assertThat(
            Confs.driver(
                    "spark.driver.resource.gpu.amount", "2",
                    "spark.driver.resource.gpu.vendor", "nvidia.com",
                    "spark.driver.resource.fpga.amount", "0")
                .extendedResources())
        .containsExactly(
            ExtendedResource.builder().name("gpu").amount(2).vendor("nvidia.com").build());
  }

  @ParameterizedTest
  @CsvSource({
    "spark.driver.resource.gpu.vendor, nvidia.com",
    "spark.driver.resource.gpu, 1",
    "spark.driver.resource.gpu.amount, two"
  })
  void refusesResourceWithoutAmount(String key, String value) {
    assertThatThrownBy(() -> Confs.driver(key, value))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.driver.resource.gpu.amount");
  }

  @Test
  void refusesDevicesOfExecutorsWithoutVendorBeforeThereIsADriver() {
    assertThatThrownBy(
            () ->
                Confs.driver(
                    "spark.executor.resource.fpga.amount", "0",
                    "spark.executor.resource.gpu.amount", "2"))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e -> assertThat(e.key()).isEqualTo("spark.executor.resource.gpu.vendor"))
        .hasMessageStartingWith("[PODSMITH-CONF-004]")
        .hasMessageContaining("2 of gpu are requested")
        .hasMessageContaining("nvidia.com");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.allocation.batch.size, many",
    "spark.kubernetes.executor.limit.cores, two",
    "spark.kubernetes.executor.deleteOnTermination, perhaps",
    "spark.kubernetes.executor.podNamePrefix, a_b"
  })
  void readsWhatOnlyTheDriverWillAskForBeforeThereIsADriver(String key, String value) {
    assertThatThrownBy(() -> Confs.driver(key, value))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class, e -> assertThat(e.key()).isEqualTo(key));
  }

  @Test
  void leavesReferencesThatOnlyTheDriverCanReplaceAlone() {
    assertThat(Confs.driver("spark.kubernetes.allocation.batch.size", "${env:BATCH}").podName())
        .endsWith("-driver");
  }

  @Test
  void refusesVolumeOfExecutorsBeforeThereIsADriver() {
    assertThatThrownBy(
            () -> Confs.driver("spark.kubernetes.executor.volumes.floppy.a.mount.path", "/a"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("floppy");
  }

  @Test
  void refusesToHandOutAllSettings() {
    DriverConf conf = Confs.driver();

    assertThatThrownBy(() -> conf.getAllWithPrefix(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsOfApplication() {
    DriverConf conf = Confs.driver("spark.app.name", "Word Count");

    assertThat(conf.role()).isEqualTo(PodRole.DRIVER);
    assertThat(conf.appId()).isEqualTo(Confs.APP_ID);
    assertThat(conf.appName()).isEqualTo("Word Count");
    assertThat(conf.mainClass()).isEqualTo("org.example.Main");
    assertThat(conf.mainAppResource().file()).contains("local:///app.jar");
    assertThat(conf.appArgs()).containsExactly("10");
    assertThat(conf.proxyUser()).contains("alice");
    assertThat(conf.namespace()).isEqualTo("default");
    assertThat(conf.imagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(conf.imagePullSecrets()).isEmpty();
    assertThat(conf.isDecommissioningEnabled()).isFalse();
    assertThat(conf.environmentVariable("HOME")).contains("/home/me");
  }

  @Test
  void tellsOfWhatTheSettingsAskFor() {
    DriverConf conf =
        Confs.driver(
            "spark.kubernetes.container.image.pullSecrets", "registry, mirror",
            "spark.kubernetes.driver.volumes.emptyDir.v.mount.path", "/v",
            "spark.decommission.enabled", "true",
            "spark.acme.a", "1",
            "spark.acme.b", "2");

    assertThat(conf.imagePullSecrets()).containsExactly("registry", "mirror");
    assertThat(conf.volumes()).extracting(VolumeSpec::name).containsExactly("v");
    assertThat(conf.isDecommissioningEnabled()).isTrue();
    assertThat(conf.getAllWithPrefix("spark.acme."))
        .containsExactly(entry("a", "1"), entry("b", "2"));
  }

  @Test
  void tellsWhatOnlySparkKnows() {
    DriverConf conf =
        DriverConf.create(
            Confs.settings(), new CountingRuntime(new AtomicInteger()), Confs.application());

    assertThat(conf.sparkVersion()).isEqualTo("4.1.1");
    assertThat(conf.sparkUser()).isEqualTo("me");
  }

  @Test
  void fetchesTokensOnce() {
    AtomicInteger calls = new AtomicInteger();
    DriverConf conf =
        DriverConf.create(Confs.settings(), new CountingRuntime(calls), Confs.application());

    assertThat(conf.delegationTokens()).hasValueSatisfying(t -> assertThat(t).containsExactly(1));
    assertThat(conf.delegationTokens()).isPresent();
    assertThat(calls).hasValue(1);
  }

  @Test
  void showsNoSettingsInText() {
    assertThat(Confs.driver("spark.kubernetes.driverEnv.PASSWORD", "s3cret").toString())
        .contains(Confs.APP_ID)
        .doesNotContain("s3cret");
  }

  private record CountingRuntime(AtomicInteger calls) implements SparkRuntime {
    @Override
    public String sparkVersion() {
      return "4.1.1";
    }

    @Override
    public String currentUser() {
      return "me";
    }

    @Override
    public FileStaging files(SparkSettings settings) {
      return new LocalFiles();
    }

    @Override
    public Optional<byte[]> delegationTokens(SparkSettings settings) {
      calls.incrementAndGet();
      return Optional.of(new byte[] {1});
    }
  }

  @Test
  void givesViewsThatCannotBeChanged() {
    Map<String, String> labels = Confs.driver().labels();

    assertThatThrownBy(() -> labels.put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
