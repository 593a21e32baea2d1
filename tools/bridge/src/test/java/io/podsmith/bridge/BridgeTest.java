// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.probe.BeforeSparkStepFactory;
import com.acme.probe.EarlyStepFactory;
import com.acme.probe.LastStepFactory;
import com.acme.probe.ProbeStepFactory;
import com.acme.probe.UnboundedStepFactory;
import com.acme.spark.logs.LogShipperFeatureStepFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own builders of this version of Spark run the steps through the finished jar. */
class BridgeTest {
  private static StockSpark spark;

  @TempDir private static Path dir;
  private static Path probe;

  @BeforeAll
  static void open() throws IOException {
    spark = new StockSpark();
    probe = StepJar.write(dir.resolve("probe.jar"), ProbeStepFactory.class, LastStepFactory.class);
  }

  @AfterAll
  static void close() throws IOException {
    spark.close();
  }

  private static Map<String, String> withProbe(String... others) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.podsmith.steps.jars", probe.toString());
    for (int i = 0; i < others.length; i += 2) {
      settings.put(others[i], others[i + 1]);
    }
    return StockSpark.bridged(settings);
  }

  @Test
  void driverGetsFromAStepWhatPodsmithGivesIt() {
    Map<String, String> given =
        Map.of("spark.acme.logs.enabled", "true", "spark.acme.logs.image", "acme/shipper:1");
    Map<String, String> bridged = new HashMap<>(given);
    bridged.put("spark.kubernetes.driver.pod.featureSteps", StockSpark.BRIDGE);
    bridged.put("spark.podsmith.steps.jars", logShipper().toString());

    StockSpark.Driver stock = spark.driver(StockSpark.settings(bridged));
    DriverSpec ours = podsmith(StockSpark.settings(given));

    assertThat(stock.pod().getSpec().getInitContainers())
        .isNotEmpty()
        .isEqualTo(ours.pod().getSpec().getInitContainers());
    assertThat(volumes(stock.pod())).hasSize(2).isEqualTo(volumes(ours.pod()));
    assertThat(container(stock.pod()).getVolumeMounts())
        .containsAll(
            container(ours.pod()).getVolumeMounts().stream()
                .filter(mount -> mount.getName().startsWith("acme-"))
                .toList());
    assertThat(variable(stock.pod(), "JAVA_TOOL_OPTIONS"))
        .isPresent()
        .isEqualTo(variable(ours.pod(), "JAVA_TOOL_OPTIONS"));
    assertThat(configMap(stock.after(), "bridge-driver-log-shipper"))
        .isPresent()
        .isEqualTo(configMap(ours.resources(), "bridge-driver-log-shipper"));
  }

  @Test
  void leavesPodsAloneWithoutSteps() {
    StockSpark.Driver with = spark.driver(StockSpark.bridged(Map.of()));
    StockSpark.Driver without = spark.driver(StockSpark.settings(Map.of()));

    assertThat(with.pod().getSpec().getVolumes()).isEqualTo(without.pod().getSpec().getVolumes());
    assertThat(with.after()).hasSameSizeAs(without.after());
    assertThat(spark.executor(StockSpark.bridged(Map.of()), "1"))
        .isEqualTo(spark.executor(StockSpark.settings(Map.of()), "1"));
  }

  @Test
  void driverRunsStepsInOrderOfTheirPhases() {
    StockSpark.Driver driver = spark.driver(withProbe("spark.acme.probe.word", "hello"));

    assertThat(driver.pod().getMetadata().getLabels())
        .containsEntry("acme-probe", "driver")
        .containsEntry("acme-after-probe", "true");
    assertThat(variable(driver.pod(), "PROBE_WORD")).hasValue("hello");
    assertThat(variable(driver.pod(), "PROBE_MAIN")).hasValue("com.example.Main");
    assertThat(variable(driver.pod(), "PROBE_POD")).hasValue("bridge-driver");
    assertThat(variable(driver.pod(), "PROBE_SERVICE"))
        .as("the name of the Service that Spark creates")
        .hasValue(named(driver.after(), "Service"));
    assertThat(driver.before())
        .extracting(each -> each.getMetadata().getName())
        .contains("bridge-driver-before");
    assertThat(configMap(driver.after(), "bridge-driver-after")).isPresent();
    assertThat(driver.properties()).containsEntry("spark.acme.probe.driver", "yes");
  }

  @Test
  void seesTheServiceOfADriverWithALongName() {
    StockSpark.Driver driver = spark.driver(withProbe("spark.app.name", "long-".repeat(12)));

    assertThat(variable(driver.pod(), "PROBE_SERVICE")).hasValue(named(driver.after(), "Service"));
  }

  @Test
  void driverReceivesTheJarsOfItsExecutors() {
    StockSpark.Driver driver = spark.driver(withProbe());

    assertThat(driver.properties())
        .as("the path on this machine means nothing in the driver")
        .containsEntry("spark.podsmith.steps.jars", "")
        .containsKey("spark.podsmith.steps.carried.probe");
    assertThat(driver.pod().getSpec().getVolumes())
        .extracting(Volume::getName)
        .contains("podsmith-steps");
  }

  @Test
  void uploadsJarsWhereTheUserSetAPlaceForThat() throws IOException {
    Path uploads = Files.createDirectories(dir.resolve("uploads"));

    StockSpark.Driver driver =
        spark.driver(withProbe("spark.kubernetes.file.upload.path", uploads.toUri().toString()));

    assertThat(driver.properties().get("spark.podsmith.steps.carried.probe"))
        .contains("/spark-upload-")
        .contains("/probe.jar");
    try (Stream<Path> files = Files.walk(uploads)) {
      assertThat(files.filter(file -> file.endsWith("probe.jar")))
          .singleElement()
          .satisfies(file -> assertThat(file).hasSameBinaryContentAs(probe));
    }
    assertThat(spark.executor(withCarried(driver.properties()), "1").getMetadata().getLabels())
        .as("the driver loads the copy")
        .containsEntry("acme-probe", "executor");
  }

  private static Map<String, String> withCarried(Map<String, String> properties) {
    Map<String, String> settings = new HashMap<>(properties);
    settings.keySet().removeIf(key -> key.startsWith("spark.driver."));
    return settings;
  }

  @Test
  void executorsSeeWhatSparkHasDecided() {
    Map<String, String> settings =
        withProbe("spark.executor.cores", "3", "spark.executor.memory", "2g");
    for (String id : List.of("1", "2")) {
      Pod pod = spark.executor(settings, id);

      assertThat(pod.getMetadata().getLabels())
          .containsEntry("acme-probe", "executor")
          .containsEntry("acme-after-probe", "true");
      assertThat(variable(pod, "PROBE_POD")).hasValue("bridge-exec-" + id);
      assertThat(variable(pod, "PROBE_EXECUTOR")).hasValue(id);
      assertThat(variable(pod, "PROBE_CORES")).hasValue("3");
      assertThat(variable(pod, "PROBE_HEAP")).hasValue("2048");
      assertThat(variable(pod, "PROBE_MEMORY")).hasValue("2432");
      assertThat(variable(pod, "PROBE_DRIVER"))
          .hasValue("spark://CoarseGrainedScheduler@bridge-driver-svc.default.svc:7078");
    }
  }

  @Test
  void findsStepsOnSparksClasspath() throws IOException {
    try (StockSpark other = new StockSpark(probe)) {
      StockSpark.Driver driver = other.driver(StockSpark.bridged(Map.of()));

      assertThat(driver.pod().getMetadata().getLabels()).containsEntry("acme-probe", "driver");
      assertThat(driver.properties())
          .as("the image has it, too")
          .doesNotContainKey("spark.podsmith.steps.carried.probe");
    }
  }

  @Test
  void disablesStepsById() {
    StockSpark.Driver driver =
        spark.driver(withProbe("spark.podsmith.steps.disabled", "acme.probe"));

    assertThat(driver.pod().getMetadata().getLabels())
        .doesNotContainKey("acme-probe")
        .containsEntry("acme-after-probe", "false");
  }

  @Test
  void refusesObjectsOfExecutorsAtSubmission() {
    assertThatThrownBy(() -> spark.driver(withProbe("spark.acme.probe.executorObjects", "true")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-007] step acme.probe from plugin probe (probe.jar)")
        .hasMessageContaining("returned the ConfigMap")
        .hasMessageContaining("for an executor")
        .hasMessageContaining("spark.podsmith.steps.disabled=acme.probe");
  }

  @Test
  void refusesObjectsOfExecutorsInTheDriver() {
    assertThatThrownBy(
            () -> spark.executor(withProbe("spark.acme.probe.executorObjects", "true"), "1"))
        .as("Spark ends the driver for this type of exception only")
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("returned the ConfigMap 'bridge-exec-1-after' for an executor");
  }

  @Test
  void refusesStepsOfEarlyPhases() throws IOException {
    Path early = StepJar.write(dir.resolve("early.jar"), EarlyStepFactory.class);

    assertThatThrownBy(() -> spark.driver(withProbe("spark.podsmith.steps.jars", early.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[PODSMITH-STEP-005] step acme.early from plugin early (early.jar) declares the phase"
                + " VOLUMES, but Spark's own Kubernetes jar runs steps only after its built-in ones;"
                + " return EXTENSIONS or POLICY from phase(), or replace Spark's Kubernetes jar by"
                + " Podsmith");
  }

  @Test
  void refusesStepsThatMustRunBeforeOnesOfSpark() throws IOException {
    Path before = StepJar.write(dir.resolve("before.jar"), BeforeSparkStepFactory.class);

    assertThatThrownBy(
            () -> spark.driver(withProbe("spark.podsmith.steps.jars", before.toString())))
        .hasMessageStartingWith("[PODSMITH-STEP-005] step acme.before-spark")
        .hasMessageContaining("must run before spark.local-dirs");
  }

  @Test
  void limitsStepsAsPodsmithDoes() throws IOException {
    Path unbounded = StepJar.write(dir.resolve("unbounded.jar"), UnboundedStepFactory.class);
    String jars = "spark.podsmith.steps.jars";
    Map<String, String> policy =
        withProbe(jars, unbounded.toString(), "spark.podsmith.steps.policy", "no-host-namespaces");
    Map<String, String> timeout =
        withProbe(
            jars,
            unbounded.toString(),
            "spark.app.name",
            "waits",
            "spark.podsmith.steps.timeout",
            "1s");

    assertThatThrownBy(() -> spark.driver(policy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-007]")
        .hasMessageContaining("acme.unbounded")
        .hasMessageContaining("spark.podsmith.steps.policy");
    assertThatThrownBy(() -> spark.executor(policy, "1"))
        .hasMessageContaining("spark.podsmith.steps.policy");
    assertThatThrownBy(() -> spark.driver(timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-008]")
        .hasMessageContaining("acme.unbounded")
        .hasMessageContaining("after 1 s");
    assertThatThrownBy(() -> spark.executor(timeout, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-008]");
    assertThatThrownBy(
            () ->
                spark.driver(
                    withProbe("spark.podsmith.steps.allowedDigests", "sha256:" + "0".repeat(64))))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-006]");
    assertThatThrownBy(() -> spark.driver(withProbe("spark.podsmith.steps.allowedKinds", "Secret")))
        .hasMessageStartingWith("[PODSMITH-STEP-007]")
        .hasMessageContaining("creates the object ConfigMap bridge-driver-after");
  }

  @Test
  void refusesSettingsWithoutEffect() {
    assertThatThrownBy(
            () -> spark.driver(withProbe("spark.podsmith.networkPolicy.enabled", "true")))
        .hasMessageStartingWith(
            "[PODSMITH-CONF-002] spark.podsmith.networkPolicy.enabled is 'true' but must be unset");
    assertThat(spark.driver(withProbe("spark.podsmith.networkPolicy.enabled", "false")).pod())
        .isNotNull();
  }

  @Test
  void reportsInvalidSettingsOfStepsAsPodsmithDoes() {
    Map<String, String> settings =
        withProbe(
            "spark.podsmith.steps.jars", logShipper().toString(), "spark.acme.logs.level", "loud");

    assertThatThrownBy(() -> spark.driver(settings))
        .hasMessageStartingWith("[PODSMITH-CONF-002] spark.acme.logs.level is 'loud' but must be");
  }

  @Test
  void reportsMissingJars() {
    assertThatThrownBy(() -> spark.driver(withProbe("spark.podsmith.steps.jars", "/no/such.jar")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin such: /no/such.jar does not exist");
  }

  @Test
  void refusesToRunBesidePodsmith() throws IOException {
    Path podsmith = dir.resolve("podsmith");
    Path scheduler = podsmith.resolve("io/podsmith/scheduler/ClusterManager.class");
    Files.createDirectories(scheduler.getParent());
    Files.createFile(scheduler);

    try (StockSpark both = new StockSpark(podsmith)) {
      assertThatThrownBy(() -> both.driver(withProbe()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Podsmith is the resource manager and runs all steps itself");
    }
  }

  @Test
  void hasTheMethodsOfBothScalas() throws ClassNotFoundException {
    List<String> types =
        Arrays.stream(spark.type(StockSpark.BRIDGE).getMethods())
            .filter(method -> method.getName().equals("getAdditionalKubernetesResources"))
            .map(Method::getReturnType)
            .map(Class::getName)
            .toList();

    assertThat(types)
        .as("Spark 3.5 calls the first, Spark 4 the second")
        .contains("scala.collection.Seq", "scala.collection.immutable.Seq");
  }

  private static Path logShipper() {
    return Path.of(
        LogShipperFeatureStepFactory.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath());
  }

  private static DriverSpec podsmith(Map<String, String> given) {
    SparkSettings settings = SparkSettings.of(given, Map.of());
    SparkRuntime runtime = SparkRuntime.standalone("4.1.1");
    DriverConf conf =
        DriverConf.create(
            settings,
            runtime,
            new Application(
                "spark-bridge",
                MainAppResource.builder().language(AppLanguage.JAVA).build(),
                "com.example.Main",
                List.of("one", "two"),
                Optional.empty()));
    try (StepRegistry registry = StepRegistry.load(settings, runtime.files(settings))) {
      return new DriverSpecBuilder(registry).build(conf);
    }
  }

  private static List<Volume> volumes(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().startsWith("acme-"))
        .toList();
  }

  private static Container container(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  private static Optional<String> variable(Pod pod, String name) {
    return container(pod).getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst();
  }

  private static Optional<Map<String, String>> configMap(List<HasMetadata> objects, String name) {
    return objects.stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .map(object -> ((ConfigMap) object).getData())
        .findFirst();
  }

  private static String named(List<HasMetadata> objects, String kind) {
    return objects.stream()
        .filter(object -> object.getKind().equals(kind))
        .map(object -> object.getMetadata().getName())
        .findFirst()
        .orElse("");
  }
}
