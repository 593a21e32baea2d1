// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that a user lists by the names of their classes. */
class ListedStepsTest {
  private static final String DRIVER = "spark.kubernetes.driver.pod.featureSteps";
  private static final String EXECUTOR = "spark.kubernetes.executor.pod.featureSteps";

  @TempDir Path directory;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<StepRegistry> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(StepRegistry::close);
  }

  @Test
  void makesStepsOfAClassThatImplementsTheContract() {
    list(Good.class);

    assertThat(labels()).containsEntry("good", "yes");
    assertThat(load().steps(PodRole.DRIVER))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.id()).isEqualTo("io.podsmith.core.plugin.listedstepstest-good");
              assertThat(step.description())
                  .isEqualTo("Class %s, listed in the settings.".formatted(Good.class.getName()));
            });
  }

  @Test
  void makesStepsOfAClassThatImplementsTheContractOfAnAdapter() {
    list(Legacy.class);

    assertThat(labels()).containsEntry("legacy", "seven");
  }

  @Test
  void declaresTheSettingsOfAnAdaptedClassThatNothingElseDeclares() {
    list(Legacy.class);
    StepRegistry registry = load();

    assertThat(registry.descriptions())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.settings())
                  .extracting(ConfigEntry::key)
                  .containsExactly("spark.kubernetes.legacy.area", "spark.kubernetes.legacy.zone");
              assertThat(step.settings())
                  .extracting(ConfigEntry::doc)
                  .containsOnly("Read by the class.");
            });
  }

  @Test
  void runsListedClassesInTheOrderOfTheList() {
    list(Legacy.class, Good.class, Also.class);
    settings.put(EXECUTOR, "%s,%s".formatted(Also.class.getName(), Legacy.class.getName()));
    StepRegistry registry = load();

    assertThat(registry.steps(PodRole.DRIVER))
        .extracting(StepInfo::className)
        .containsExactly(Legacy.class.getName(), Good.class.getName(), Also.class.getName());
    assertThat(registry.steps(PodRole.EXECUTOR))
        .extracting(StepInfo::className)
        .containsExactly(Also.class.getName(), Legacy.class.getName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AbstractStep | must be a public class that is not abstract",
        "HiddenStep | must be a public class that is not abstract",
        "NeedsArgument | has no public no-argument constructor; add one",
        "AbstractFactory | must be a public class that is not abstract",
        "FactoryThatThrows | threw java.lang.IllegalStateException: boom in its constructor; it must"
            + " not",
        "FactoryThatLacksAClass | cannot be linked: java.lang.NoClassDefFoundError: com/acme/Gone;"
            + " add the missing classes to the classpath",
        "FactoryWithABadInitializer | cannot be initialized: a static initializer threw",
        "AbstractLegacy | must be a public class that is not abstract",
        "LegacyThatNeedsArgument | has no public no-argument constructor; add one",
        "NoStep | implements neither; implement io.podsmith.api.KubernetesFeatureConfigStep"
      })
  void rejectsAClassOfWhichItCannotMakeSteps(String name, String words) {
    String listed = "%s$%s".formatted(ListedStepsTest.class.getName(), name);
    settings.put(DRIVER, listed);
    StepRegistry registry = load();

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-STEP-005] %s is '%s', which must be an io.podsmith.api.FeatureStepFactory or"
                + " an io.podsmith.api.KubernetesFeatureConfigStep but %s",
            DRIVER, listed, words);
  }

  @Test
  void saysWhyAnAdaptedClassCannotRunInARole() {
    list(LegacyForExecutors.class);
    settings.put(EXECUTOR, LegacyForExecutors.class.getName());
    StepRegistry registry = load();

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-005] %s names '", DRIVER)
        .hasMessageContaining("ForExecutors' from ")
        .hasMessageEndingWith(
            "on the classpath, which cannot run in driver pods; remove it from the list");
    assertThat(registry.steps(PodRole.EXECUTOR)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StepThatThrows | java.lang.IllegalStateException: boom",
        "LegacyThatThrows | java.lang.IllegalStateException: boom",
        "LegacyGone | java.lang.IllegalStateException: the constructor of"
            + " io.podsmith.core.plugin.ListedStepsTest$LegacyGone failed:"
            + " java.lang.ClassNotFoundException: gone"
      })
  void namesAStepWhoseConstructorFails(String name, String cause) {
    settings.put(DRIVER, "%s$%s".formatted(ListedStepsTest.class.getName(), name));

    assertThatThrownBy(this::labels)
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-001] driver step io.podsmith.core.plugin.")
        .hasMessageContaining("failed in create(): %s; fix ", cause);
  }

  @Test
  void passesErrorsOfTheJvmOn() {
    list(FactoryWithoutMemory.class);
    StepRegistry registry = load();

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("none left");
  }

  @Test
  void namesBothPlacesOfAClassThatExistsTwice() throws IOException {
    TestJar jar =
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .source("com.acme.Zebra", StepRegistryTest.stepSource("com.acme", "Zebra"));
    Path onClasspath =
        new TestJar()
            .source("com.acme.Zebra", StepRegistryTest.stepSource("com.acme", "Zebra"))
            .writeTo(directory.resolve("zebra.jar"));
    Path inPlugin = jar.writeTo(directory.resolve("acme.jar"));
    settings.put("spark.podsmith.steps.jars", inPlugin.toString());
    settings.put(DRIVER, "com.acme.Zebra");

    try (URLClassLoader classpath =
            new URLClassLoader(new URL[] {onClasspath.toUri().toURL()}, ClassPathOf.factories());
        StepRegistry registry = load(classpath)) {
      assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessage(
              "[PODSMITH-STEP-003] %s names the class com.acme.Zebra, which exists twice: %s on the"
                  + " classpath and %s of plugin acme; remove one",
              DRIVER, onClasspath, inPlugin);
    }
  }

  @Test
  void rejectsAListedFactoryWithTheIdOfAnotherStep() {
    list(SecondFactory.class);
    StepRegistry registry = load(ClassPathOf.factories(FirstFactory.class));

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-003] two steps have the id acme.first: ");
  }

  @Test
  void looksForNoClassThatIsExcludedAsWell() {
    settings.put(DRIVER, "com.acme.Absent");
    settings.put("spark.kubernetes.driver.pod.excludedFeatureSteps", "com.acme.Absent");

    assertThat(load().steps(PodRole.DRIVER)).isEmpty();
  }

  @Test
  void warnsOnceOfAListedStepThatDoesNothing() {
    settings.put(DRIVER, "acme.idle");
    settings.put(EXECUTOR, "acme.idle");
    StepRegistry registry = load(ClassPathOf.factories(IdleFactory.class, FirstFactory.class));

    try (Logged logged = new Logged()) {
      registry.steps(PodRole.DRIVER);
      assertThat(registry.resolve(driver())).hasSize(1);
      registry.resolve(driver());

      assertThat(logged.text().lines().filter(line -> line.contains("WARN")))
          .singleElement()
          .asString()
          .contains(
              "%s names 'acme.idle', but step acme.idle from classpath (".formatted(DRIVER),
              "is not created because a required setting is missing");
    }
  }

  @Test
  void saysNothingOfAnIdleStepThatNobodyListed() {
    StepRegistry registry = load(ClassPathOf.factories(IdleFactory.class));

    try (Logged logged = new Logged()) {
      assertThat(registry.resolve(driver())).isEmpty();

      assertThat(logged.text()).doesNotContain("WARN");
    }
  }

  private void list(Class<?>... classes) {
    List<String> names = new ArrayList<>();
    for (Class<?> type : classes) {
      names.add(type.getName());
    }
    settings.put(DRIVER, String.join(",", names));
  }

  /** Returns the labels that the steps of a driver give to its pod. */
  private Map<String, String> labels() {
    SparkPod pod = SparkPod.empty();
    for (ResolvedStep step : load().resolve(driver())) {
      pod = step.step().configurePod(pod);
    }
    return pod.pod().getMetadata().getLabels();
  }

  private DriverConf driver() {
    settings.put("spark.kubernetes.container.image", "spark:4.1.1");
    return DriverConf.create(
        SparkSettings.of(settings, Map.of()),
        SparkRuntime.standalone("4.1.1"),
        new Application(
            "spark-0123456789abcdef",
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "org.example.Main",
            List.of(),
            Optional.empty()));
  }

  private StepRegistry load() {
    return load(ClassPathOf.factories());
  }

  private StepRegistry load(ClassLoader classPath) {
    StepRegistry registry =
        StepRegistry.load(SparkSettings.of(settings, Map.of()), new LocalFiles(), classPath);
    open.add(registry);
    return registry;
  }

  /** A step. */
  public static class Good implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod.editMetadata(meta -> meta.addToLabels("good", "yes"));
    }
  }

  /** Another step. */
  public static class Also extends Good {}

  /** Cannot be made. */
  public abstract static class AbstractStep extends Good {}

  static class HiddenStep extends Good {
    public HiddenStep() {}
  }

  /** Cannot be made without its argument. */
  public static class NeedsArgument extends Good {
    public NeedsArgument(String unused) {}
  }

  /** Throws when it is made. */
  public static class StepThatThrows extends Good {
    public StepThatThrows() {
      throw new IllegalStateException("boom");
    }
  }

  /** A step of the contract that {@link LegacySteps} adapts. */
  public static class Legacy implements LegacySteps.LegacyStep {
    @Override
    public String value() {
      return "seven";
    }
  }

  /** Cannot be made. */
  public abstract static class AbstractLegacy extends Legacy {}

  /** Cannot be made without its argument. */
  public static class LegacyThatNeedsArgument extends Legacy {
    public LegacyThatNeedsArgument(String unused) {}
  }

  /** Throws when it is made. */
  public static class LegacyThatThrows extends Legacy {
    public LegacyThatThrows() {
      throw new IllegalStateException("boom");
    }
  }

  /** The adapter cannot call its constructor. */
  public static class LegacyGone extends Legacy {}

  /** The adapter does not accept it for drivers. */
  public static class LegacyForExecutors extends Legacy {}

  /** Is no step. */
  public static class NoStep {}

  /** A factory. */
  public static class FirstFactory implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.first";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(new Good());
    }
  }

  /** Has the id of another. */
  public static class SecondFactory extends FirstFactory {}

  /** Cannot be made. */
  public abstract static class AbstractFactory extends FirstFactory {}

  /** Makes no step, as if a setting were missing. */
  public static class IdleFactory extends FirstFactory {
    @Override
    public String id() {
      return "acme.idle";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.empty();
    }
  }

  /** Throws when it is made. */
  public static class FactoryThatThrows extends FirstFactory {
    public FactoryThatThrows() {
      throw new IllegalStateException("boom");
    }
  }

  /** Lacks a class when it is made. */
  public static class FactoryThatLacksAClass extends FirstFactory {
    public FactoryThatLacksAClass() {
      throw new NoClassDefFoundError("com/acme/Gone");
    }
  }

  /** Cannot be initialized. */
  public static class FactoryWithABadInitializer extends FirstFactory {
    static final int NUMBER = Integer.parseInt("none");
  }

  /** Finds no memory when it is made. */
  public static class FactoryWithoutMemory extends FirstFactory {
    public FactoryWithoutMemory() {
      throw new OutOfMemoryError("none left");
    }
  }
}
