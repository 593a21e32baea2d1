// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.Confs;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording view has the values of the view behind it, and records what they are made of. */
class RecordedConfTest {
  private static final List<String> OF_BOTH =
      List.of(
          "kubernetes.namespace", "jobs",
          "app.name", "Pi",
          "kubernetes.container.image.pullPolicy", "Never",
          "kubernetes.container.image.pullSecrets", "registry",
          "decommission.enabled", "true",
          "kubernetes.node.selector.disk", "ssd");
  private static final List<String> OF_A_ROLE =
      List.of(
          "container.image", "spark:1",
          "label.team", "data",
          "annotation.note", "n",
          "node.selector.zone", "a",
          "scheduler.name", "queue",
          "secrets.token", "/etc/token",
          "secretKeyRef.TOKEN", "token:key",
          "volumes.emptyDir.tmp.mount.path", "/tmp/spark");

  private static final DriverConf DRIVER = Confs.driver(settings("driver"));
  private static final ExecutorConf EXECUTOR =
      ExecutorConf.create(
          Confs.context(
              Confs.settings(settings("executor")),
              Optional.of(new PodBuilder().withNewMetadata().withName("d").endMetadata().build())),
          "7",
          3,
          Confs.resources());

  private static String[] settings(String role) {
    Stream<String> common = keys(OF_BOTH, "spark.");
    Stream<String> ofRole = keys(OF_A_ROLE, "spark.kubernetes.%s.".formatted(role));
    Stream<String> others =
        role.equals("driver")
            ? Stream.of(
                "spark.kubernetes.driverEnv.TZ", "UTC",
                "spark.kubernetes.driver.service.label.a", "1",
                "spark.kubernetes.driver.service.annotation.b", "2",
                "spark.driver.resource.gpu.amount", "1",
                "spark.driver.resource.gpu.vendor", "nvidia.com")
            : Stream.of(
                "spark.executorEnv.TZ", "UTC",
                "spark.kubernetes.executor.podNamePrefix", "pi",
                "spark.podsmith.executor.protectSensitiveEnvironment", "true",
                "spark.executorEnv.MY_PASSWORD", "s3cret",
                "spark.executor.resource.gpu.amount", "1",
                "spark.executor.resource.gpu.vendor", "nvidia.com");
    return Stream.of(common, ofRole, others).flatMap(each -> each).toArray(String[]::new);
  }

  private static Stream<String> keys(List<String> keysAndValues, String prefix) {
    return Stream.iterate(0, i -> i < keysAndValues.size(), i -> i + 1)
        .map(i -> i % 2 == 0 ? prefix + keysAndValues.get(i) : keysAndValues.get(i));
  }

  static Stream<Method> ofDrivers() {
    return getters(KubernetesDriverConf.class);
  }

  static Stream<Method> ofExecutors() {
    return getters(KubernetesExecutorConf.class);
  }

  private static Stream<Method> getters(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !method.getName().equals("fileStaging"))
        .sorted(Comparator.comparing(Method::getName));
  }

  @ParameterizedTest
  @MethodSource("ofDrivers")
  void hasTheValuesOfADriver(Method method) throws Exception {
    assertThat(method.invoke(new RecordedDriverConf(DRIVER, new StepReads())))
        .isEqualTo(method.invoke(DRIVER));
  }

  @Test
  void hasTheTextOfTheViewBehindIt() {
    assertThat(new RecordedDriverConf(DRIVER, new StepReads())).hasToString(DRIVER.toString());
  }

  @Test
  void doesNotTakeAFeatureThatIsOffForOneThatIsOn() {
    assertThat(new RecordedDriverConf(Confs.driver(), new StepReads()).isDecommissioningEnabled())
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("ofExecutors")
  void hasTheValuesOfAnExecutor(Method method) throws Exception {
    assertThat(method.invoke(new RecordedExecutorConf(EXECUTOR, new StepReads())))
        .isEqualTo(method.invoke(EXECUTOR));
  }

  @ParameterizedTest
  @CsvSource({
    "appName, spark.app.name",
    "namespace, spark.kubernetes.namespace",
    "image, spark.kubernetes.driver.container.image",
    "imagePullPolicy, spark.kubernetes.container.image.pullPolicy",
    "imagePullSecrets, spark.kubernetes.container.image.pullSecrets",
    "labels, spark.kubernetes.driver.label.*",
    "labels, spark.app.name",
    "annotations, spark.kubernetes.driver.annotation.*",
    "environment, spark.kubernetes.driverEnv.*",
    "nodeSelector, spark.kubernetes.node.selector.*",
    "nodeSelector, spark.kubernetes.driver.node.selector.*",
    "schedulerName, spark.kubernetes.driver.scheduler.name",
    "secretNamesToMountPaths, spark.kubernetes.driver.secrets.*",
    "secretEnvNamesToKeyRefs, spark.kubernetes.driver.secretKeyRef.*",
    "volumes, spark.kubernetes.driver.volumes.*",
    "extendedResources, spark.driver.resource.*",
    "isDecommissioningEnabled, spark.decommission.enabled",
    "podName, spark.kubernetes.driver.pod.name",
    "podName, spark.app.name",
    "resourceNamePrefix, spark.kubernetes.driver.resourceNamePrefix",
    "driverServiceName, spark.app.name",
    "serviceLabels, spark.kubernetes.driver.service.label.*",
    "serviceAnnotations, spark.kubernetes.driver.service.annotation.*"
  })
  void recordsWhatAValueOfADriverIsMadeOf(String method, String key) throws Exception {
    StepReads reads = new StepReads();

    var unused =
        KubernetesDriverConf.class.getMethod(method).invoke(new RecordedDriverConf(DRIVER, reads));

    assertThat(reads.all()).extracting(StepReads.Read::key).contains(key);
  }

  @ParameterizedTest
  @CsvSource({
    "image, spark.kubernetes.executor.container.image",
    "environment, spark.executorEnv.*",
    "extendedResources, spark.executor.resource.*",
    "podName, spark.kubernetes.executor.podNamePrefix",
    "resourceNamePrefix, spark.kubernetes.executor.podNamePrefix",
    "resources, spark.executor.cores",
    "resources, spark.executor.memory",
    "variablesFromSecret, spark.podsmith.executor.protectSensitiveEnvironment"
  })
  void recordsWhatAValueOfAnExecutorIsMadeOf(String method, String key) throws Exception {
    StepReads reads = new StepReads();

    var unused =
        KubernetesExecutorConf.class
            .getMethod(method)
            .invoke(new RecordedExecutorConf(EXECUTOR, reads));

    assertThat(reads.all()).extracting(StepReads.Read::key).contains(key);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "schedulerName, spark.app.name, spark.kubernetes.driver.scheduler.name"
        + " spark.kubernetes.scheduler.name",
    "schedulerName, spark.kubernetes.driver.scheduler.name,"
        + " spark.kubernetes.driver.scheduler.name",
    "podName, spark.kubernetes.driver.pod.name, spark.kubernetes.driver.pod.name",
    "podName, spark.kubernetes.driver.resourceNamePrefix, spark.kubernetes.driver.pod.name"
        + " spark.kubernetes.driver.resourceNamePrefix",
    "podName, spark.app.name, spark.kubernetes.driver.pod.name"
        + " spark.kubernetes.driver.resourceNamePrefix spark.app.name"
  })
  void recordsFallbacksOnlyWhereTheyDecide(String method, String set, String keys)
      throws Exception {
    StepReads reads = new StepReads();
    DriverConf conf = Confs.driver(set, "pi");

    var unused =
        KubernetesDriverConf.class.getMethod(method).invoke(new RecordedDriverConf(conf, reads));

    assertThat(reads.all()).extracting(StepReads.Read::key).containsExactly(keys.split(" "));
  }

  @Test
  void recordsTheNameOfTheApplicationForThePrefixOfExecutors() {
    StepReads reads = new StepReads();

    assertThat(new RecordedExecutorConf(Confs.executor("7"), reads).podName()).endsWith("-exec-7");
    assertThat(reads.all())
        .extracting(StepReads.Read::key)
        .containsExactly("spark.kubernetes.executor.podNamePrefix", "spark.app.name");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void recordsASettingThatAStepOnlyLooksFor(boolean isSet) {
    StepReads reads = new StepReads();
    KubernetesConf conf =
        new RecordedDriverConf(isSet ? Confs.driver("spark.a.b", "1") : Confs.driver(), reads);

    assertThat(conf.contains(ConfigEntry.key("spark.a.b").stringType().optional()))
        .isEqualTo(isSet);
    assertThat(reads.all()).extracting(StepReads.Read::key).containsExactly("spark.a.b");
  }

  @ParameterizedTest
  @CsvSource({"spark.a.b, true", "spark.a.missing, false"})
  void recordsSettingsThatAreAbsentToo(String key, boolean isSet) {
    StepReads reads = new StepReads();
    KubernetesConf conf = new RecordedDriverConf(Confs.driver("spark.a.b", "1"), reads);
    var entry = ConfigEntry.key(key).doc("Test.").stringType().optional();

    assertThat(conf.contains(entry)).isEqualTo(isSet);
    assertThat(conf.get(entry).isPresent()).isEqualTo(isSet);
    assertThat(conf.getAllWithPrefix("spark.a.")).containsEntry("b", "1");
    assertThat(conf.environmentVariable("HOME")).hasValue("/home/me");
    assertThat(reads.all())
        .extracting(StepReads.Read::key)
        .containsExactly(key, "spark.a.*", "env:HOME");
  }
}
