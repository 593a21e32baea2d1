// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings the steps declare, and what is said of those that nothing reads. */
class RegistrySettingsTest {
  private static final String DRIVER_LIST = "spark.kubernetes.driver.pod.featureSteps";
  private static final String EXECUTOR_LIST = "spark.kubernetes.executor.pod.featureSteps";
  private static final String IN_DRIVER = "spark.kubernetes.submitInDriver";
  private static final String ABSENT = "com.acme.Absent";

  /** Looks like a misspelled {@code spark.podsmith.steps.jars} unless a step declares it. */
  private static final String ZONE = "spark.podsmith.step.jars";

  @TempDir Path directory;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<StepRegistry> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(StepRegistry::close);
  }

  @Test
  void knowsWhichRoleReadsASetting() {
    StepRegistry registry = load(Zoned.class, Plain.class);

    assertThat(registry.reads(PodRole.DRIVER, entry(ZONE))).isTrue();
    assertThat(registry.reads(PodRole.EXECUTOR, entry(ZONE))).isFalse();
    assertThat(registry.reads(PodRole.DRIVER, entry("spark.acme.other"))).isFalse();
  }

  @Test
  void namesTheDisabledAndExcludedStepsOfEachRole() {
    settings.put("spark.podsmith.steps.disabled", "acme.zoned,acme.plain");
    settings.put("spark.kubernetes.executor.pod.excludedFeatureSteps", "acme.more,acme.plain");
    StepRegistry registry = load(Zoned.class, Plain.class, More.class);

    assertThat(registry.disabled(PodRole.DRIVER)).containsExactly("acme.plain", "acme.zoned");
    assertThat(registry.disabled(PodRole.EXECUTOR)).containsExactly("acme.more", "acme.plain");
  }

  @Test
  void warnsOfSettingsOnceHoweverOftenTheyAreChecked() {
    settings.put("spark.kubernetes.unicorns", "7");
    StepRegistry registry = load();

    try (Logged logged = new Logged()) {
      registry.checkSettings(PodRole.DRIVER, List.of());
      registry.checkSettings(PodRole.DRIVER, List.of());

      assertThat(warnings(logged))
          .singleElement()
          .asString()
          .contains("These settings do not exist and have no effect: spark.kubernetes.unicorns");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "acme.zoned, ",
    ", acme.zoned",
  })
  void acceptsWhatDisabledStepsDeclare(String disabled, String excluded) {
    settings.put(ZONE, "a");
    settings.put("spark.podsmith.steps.disabled", disabled == null ? "" : disabled);
    settings.put(
        "spark.kubernetes.driver.pod.excludedFeatureSteps", excluded == null ? "" : excluded);

    assertThat(logOfCheck(PodRole.DRIVER, load(Zoned.class))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // whose pods are built first, list of drivers, list of executors, is the typo an error
    "DRIVER,   , , true",
    "EXECUTOR, , , true",
    "DRIVER,   acme.plain, acme.plain, true",
    "EXECUTOR, acme.plain, acme.plain, true",
    "DRIVER,   , com.acme.Absent, false",
    "EXECUTOR, com.acme.Absent, , false",
    "EXECUTOR, 'acme.plain,com.acme.Absent', , false",
    "EXECUTOR, , com.acme.Absent, false"
  })
  void rejectsATypoUnlessAStepThatOnlyTheImageHasMayOwnIt(
      PodRole role, String driver, String executor, boolean isError) {
    settings.put(ZONE, "a");
    settings.put(DRIVER_LIST, driver == null ? "" : driver);
    settings.put(EXECUTOR_LIST, executor == null ? "" : executor);
    StepRegistry registry = load(Plain.class);

    if (isError) {
      assertThatThrownBy(() -> registry.checkSettings(role, List.of()))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("[PODSMITH-CONF-010] " + ZONE);
    } else {
      assertThat(logOfCheck(role, registry)).contains("WARN", ZONE);
    }
  }

  @Test
  void acceptsWhatListedFactoriesDeclare() {
    settings.put(ZONE, "a");
    settings.put(DRIVER_LIST, Zoned.class.getName());

    assertThat(logOfCheck(PodRole.DRIVER, load())).isEmpty();
  }

  @Test
  void acceptsInADriverWhatListedFactoriesDeclareAlsoBesideOneThatIsNotHere() {
    settings.put(ZONE, "a");
    settings.put(IN_DRIVER, "true");
    settings.put(DRIVER_LIST, Zoned.class.getName());
    assertThat(logOfCheck(PodRole.EXECUTOR, load())).isEmpty();

    settings.put(DRIVER_LIST, "%s,%s".formatted(Zoned.class.getName(), ABSENT));
    assertThat(logOfCheck(PodRole.EXECUTOR, load()))
        .as("the list cannot be read")
        .contains("WARN", ZONE);
  }

  @Test
  void rejectsAListedStepThatIsWrongWhileItChecksSettings() {
    settings.put(EXECUTOR_LIST, "java.lang.String");
    StepRegistry registry = load();

    assertThatThrownBy(() -> registry.checkSettings(PodRole.DRIVER, List.of()))
        .hasMessageStartingWith("[PODSMITH-STEP-005] " + EXECUTOR_LIST);
  }

  @ParameterizedTest
  @CsvSource({"spark.jars, ", "spark.files, ", ", true"})
  void warnsOfStepsInTheJarsOfAnApplication(String key, Boolean isApplication) {
    Path jar =
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .factory("com.acme.Two", "acme.two", "")
            .writeTo(directory.resolve("app.jar"));
    if (key != null) {
      settings.put(key, "file:%s,%s".formatted(jar, directory.resolve("other.jar")));
    }
    StepRegistry registry = load();

    try (Logged logged = new Logged()) {
      registry.checkSettings(
          PodRole.DRIVER, isApplication == null ? List.of() : List.of(jar.toString()));

      assertThat(warnings(logged))
          .singleElement()
          .asString()
          .contains(
              "app.jar contains feature steps (com.acme.One, com.acme.Two), which are not loaded"
                  + " from the jars of an application. Add the jar to spark.podsmith.steps.jars as"
                  + " well");
    }
  }

  @Test
  void doesNotWarnOfStepsThatAreLoadedAsWell() {
    Path jar =
        new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("app.jar"));
    settings.put("spark.jars", jar.toString());
    settings.put("spark.podsmith.steps.jars", jar.toString());

    assertThat(logOfCheck(PodRole.DRIVER, load())).isEmpty();
  }

  @Test
  void leavesTheJarsOfAnApplicationToTheSubmitter() {
    settings.put(IN_DRIVER, "true");
    settings.put(
        "spark.jars",
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .writeTo(directory.resolve("app.jar"))
            .toString());

    assertThat(logOfCheck(PodRole.EXECUTOR, load())).isEmpty();
  }

  @Test
  void logsTheStepsOfARoleAndExclusionsThatMeanNone() {
    settings.put("spark.kubernetes.driver.pod.excludedFeatureSteps", "acme.zoned,acme.plian");

    try (Logged logged = new Logged()) {
      load(Zoned.class, Plain.class, More.class).steps(PodRole.DRIVER);

      assertThat(logged.text().lines())
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .contains(
                          "WARN",
                          "spark.kubernetes.driver.pod.excludedFeatureSteps names [acme.plian],"
                              + " which is not the name of a step; it excludes nothing"),
              second ->
                  assertThat(second)
                      .contains("INFO")
                      .containsPattern(
                          "Feature steps of driver pods, in order: acme\\.more from classpath"
                              + " \\([^)]*\\), acme\\.plain from classpath \\([^)]*\\)$"));
    }
  }

  @Test
  void listsExcludedStepsAsWell() {
    settings.put("spark.kubernetes.driver.pod.excludedFeatureSteps", "acme.zoned");

    assertThat(load(Zoned.class, Plain.class, More.class).descriptions())
        .extracting(step -> step.info().id())
        .containsExactly("acme.more", "acme.plain", "acme.zoned");
  }

  @Test
  void describesAllStepsWhereOneIsListedThatOnlyTheImageHas() {
    settings.put(EXECUTOR_LIST, ABSENT);

    assertThat(load(Zoned.class, Plain.class).descriptions())
        .extracting(step -> step.info().id())
        .containsExactlyInAnyOrder("acme.plain", "acme.zoned");
  }

  @Test
  void namesTheSettingsWithSecretsByAllTheirKeys() {
    assertThat(load(Zoned.class, Secret.class).secretKeys())
        .containsExactlyInAnyOrder("spark.acme.token", "spark.acme.password");
  }

  private static List<String> warnings(Logged logged) {
    return logged.text().lines().filter(line -> line.contains("WARN")).toList();
  }

  /** Returns what is logged apart from the lists of steps. */
  private static String logOfCheck(PodRole role, StepRegistry registry) {
    try (Logged logged = new Logged()) {
      registry.checkSettings(role, List.of());
      return String.join("\n", warnings(logged));
    }
  }

  private static ConfigEntry<?> entry(String key) {
    return ConfigEntry.key(key).doc("For a test.").stringType().optional();
  }

  private StepRegistry load(Class<?>... factories) {
    StepRegistry registry =
        StepRegistry.load(
            SparkSettings.of(settings, Map.of()),
            new LocalFiles(),
            ClassPathOf.factories(factories));
    open.add(registry);
    return registry;
  }

  /** A step of drivers with a setting. */
  public static class Zoned extends Plain {
    @Override
    public String id() {
      return "acme.zoned";
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.DRIVER);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(entry(ZONE));
    }
  }

  /** A step without settings. */
  public static class Plain implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.plain";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(pod -> pod);
    }
  }

  /** Another step without settings. */
  public static class More extends Plain {
    @Override
    public String id() {
      return "acme.more";
    }
  }

  /** A step with a secret. */
  public static class Secret extends Plain {
    @Override
    public String id() {
      return "acme.secret";
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(
          entry("spark.acme.open"),
          ConfigEntry.key("spark.acme.token")
              .doc("For a test.")
              .withAlternative("spark.acme.password")
              .secret()
              .stringType()
              .optional());
    }
  }
}
