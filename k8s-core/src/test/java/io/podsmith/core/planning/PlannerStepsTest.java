// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plugin.ClassPathOf;
import io.podsmith.core.plugin.TestJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of submissions with steps of others. */
class PlannerStepsTest {
  private static final String PLANTED = "pla=nted\\secret";

  @TempDir Path directory;

  @SafeVarargs
  static Plan plan(Map<String, String> settings, Class<? extends FeatureStepFactory>... factories) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.app.name", "demo");
    all.put("spark.kubernetes.container.image", "spark:4.1.1");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassPathOf.factories(factories));
    try {
      return Planner.prepare(
              SparkSettings.of(all, Map.of("ACME_MODE", "fast")),
              SparkRuntime.standalone("4.1.1"),
              new Application(
                  "spark-0123456789abcdef",
                  MainAppResource.builder().language(AppLanguage.JAVA).build(),
                  "org.example.Main",
                  List.of(),
                  Optional.empty()),
              SettingOrigins.unknown())
          .plan();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static PlannedStep step(PlannedRole role, String id) {
    return role.steps().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void recordsReadsInTheOrderOfTheirFirstUse() {
    PlannedStep step =
        step(plan(Map.of("spark.acme.old", "kept"), Reading.class).driver(), "acme.reading");

    assertThat(step.reads())
        .extracting(SettingRead::key)
        .containsExactly("spark.acme.size", "env:ACME_MODE", "spark.acme.old", "spark.acme.late");
    assertThat(step.reads().get(0).value()).contains("16");
    assertThat(step.reads().get(1))
        .isEqualTo(
            new SettingRead(
                "env:ACME_MODE",
                Optional.of("fast"),
                SettingOrigin.of(SettingOrigin.Kind.ENVIRONMENT)));
  }

  @Test
  void namesNoSettingThatWasReadAfterTheWrite() {
    FieldProvenance field =
        plan(Map.of("spark.acme.old", "kept"), Reading.class).driver().fields().stream()
            .filter(each -> each.path().equals("metadata.labels.mode"))
            .findFirst()
            .orElseThrow();

    assertThat(field.winner().settings())
        .containsExactly("env:ACME_MODE", "spark.acme.old", "spark.acme.size");
  }

  @Test
  void rejectsSettingsThatOnlyTheDriverReads() {
    assertThatThrownBy(() -> plan(Map.of("spark.kubernetes.allocation.batch.size", "0")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.batch.size is '0'");
    assertThatThrownBy(() -> plan(Map.of(), Blocking.class))
        .as("a step sets it")
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.batch.size is '0'");
    assertThat(plan(Map.of("spark.kubernetes.allocation.batch.size", "${env:BATCH}")).driver())
        .as("the driver may have another environment")
        .isNotNull();
  }

  @Test
  void showsPropertiesOfDriverStepsToExecutorStepsAsTheirOwn() {
    PlannedRole executor =
        plan(Map.of("spark.acme.given", "kept"), Handing.class, Taking.class)
            .executor()
            .orElseThrow();

    assertThat(step(executor, "acme.taking").reads())
        .containsExactly(
            new SettingRead(
                "spark.acme.handed",
                Optional.of("over"),
                SettingOrigin.of(SettingOrigin.Kind.DRIVER_PROPERTY)),
            new SettingRead(
                "spark.acme.given",
                Optional.of("kept"),
                SettingOrigin.of(SettingOrigin.Kind.SPARK)));
  }

  @Test
  void listsEachStepOfAnExecutorOnceIfOneOfThemAddsObjects() {
    PlannedRole executor = plan(Map.of(), Taking.class, WithSecret.class).executor().orElseThrow();

    assertThat(executor.steps())
        .extracting(PlannedStep::id)
        .containsExactly("acme.secret", "acme.taking");
  }

  @Test
  void showsNoSecretOfSteps() {
    String text;
    String log;
    try (Logged logged = new Logged()) {
      Plan plan =
          plan(
              Map.of("spark.acme.pin", PLANTED, "spark.acme.hiddenPin", PLANTED + "-2"),
              WithSecret.class);
      assertThat(step(plan.driver(), "acme.secret").reads())
          .extracting(SettingRead::value)
          .containsOnly(Optional.of(Plan.WITHHELD));
      text = PlanDocument.toYaml(plan) + PlanDocument.toJson(plan) + plan;
      log = logged.text();
    }
    assertThat(text)
        .contains("spark.acme.pin", "spark.acme.hiddenPin", Plan.WITHHELD)
        .doesNotContain("nted", "of-secret", "b2Ytc2VjcmV0");
    assertThat(log).doesNotContain("nted", "of-secret", "b2Ytc2VjcmV0");
  }

  @Test
  void describesTheJarOfAPlugin() {
    Path jar =
        new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("one.jar"));

    PlannedStep step =
        step(
            plan(Map.of("spark.podsmith.steps.jars", jar.toUri().toString())).driver(), "acme.one");

    assertThat(step.artifact().origin()).isEqualTo("plugin one (one.jar)");
    assertThat(step.artifact().digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(step.artifact().digest()).isEqualTo(JarDigest.of(jar));
  }

  /** A factory of steps for a test. */
  abstract static class Factory implements FeatureStepFactory {
    private final String id;
    private final Set<PodRole> roles;

    Factory(String id, PodRole... roles) {
      this.id = id;
      this.roles = Set.of(roles);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Set<PodRole> roles() {
      return roles;
    }
  }

  /** Reads in its factory, while it configures the pod, and afterwards. */
  public static final class Reading extends Factory {
    private static final ConfigEntry<Integer> SIZE =
        ConfigEntry.key("spark.acme.size").intType().withDefault(16);
    private static final ConfigEntry<Optional<String>> NEW =
        ConfigEntry.key("spark.acme.new").withAlternative("spark.acme.old").stringType().optional();
    private static final ConfigEntry<Optional<String>> LATE =
        ConfigEntry.key("spark.acme.late").stringType().optional();

    public Reading() {
      super("acme.reading", PodRole.DRIVER);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(SIZE, NEW, LATE);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      conf.get(SIZE);
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              String mode = conf.environmentVariable("ACME_MODE").orElse("slow");
              conf.get(NEW);
              return pod.editMetadata(metadata -> metadata.addToLabels("mode", mode));
            }

            @Override
            public List<HasMetadata> getAdditionalKubernetesResources() {
              conf.get(LATE);
              return List.of();
            }
          });
    }
  }

  /** Leaves the pod as it is and sets a property. */
  private record PropertyStep(String key, String value) implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public Map<String, String> getAdditionalPodSystemProperties() {
      return Map.of(key, value);
    }
  }

  /** Sets a property for the driver. */
  public static final class Handing extends Factory {
    public Handing() {
      super("acme.handing", PodRole.DRIVER);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(new PropertyStep("spark.acme.handed", "over"));
    }
  }

  /** Sets a setting of executor management to a value that the driver rejects. */
  public static final class Blocking extends Factory {
    public Blocking() {
      super("acme.blocking", PodRole.DRIVER);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(new PropertyStep("spark.kubernetes.allocation.batch.size", "0"));
    }
  }

  /** Reads a property of another step and a setting. */
  public static final class Taking extends Factory {
    private static final ConfigEntry<Optional<String>> HANDED =
        ConfigEntry.key("spark.acme.handed").stringType().optional();
    private static final ConfigEntry<Optional<String>> GIVEN =
        ConfigEntry.key("spark.acme.given").stringType().optional();

    public Taking() {
      super("acme.taking", PodRole.EXECUTOR);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(HANDED, GIVEN);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      conf.get(HANDED);
      conf.get(GIVEN);
      return Optional.of(pod -> pod);
    }
  }

  /**
   * Returns a Secret, repeats what is in it, and reads a secret that it declares and one that it
   * does not.
   */
  public static final class WithSecret extends Factory {
    private static final ConfigEntry<Optional<String>> PIN =
        ConfigEntry.key("spark.acme.pin").secret().stringType().optional();
    private static final ConfigEntry<Optional<String>> HIDDEN =
        ConfigEntry.key("spark.acme.hiddenPin").secret().stringType().optional();

    public WithSecret() {
      super("acme.secret", PodRole.DRIVER, PodRole.EXECUTOR);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(PIN);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      String all = conf.get(PIN).orElse("none") + " " + conf.get(HIDDEN).orElse("none");
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod.editMetadata(
                  metadata ->
                      metadata
                          .addToAnnotations("pins", all)
                          .addToAnnotations("copy", "x of-secret"));
            }

            @Override
            public List<HasMetadata> getAdditionalPreKubernetesResources() {
              return List.of(
                  new SecretBuilder()
                      .withNewMetadata()
                      .withName("acme")
                      .endMetadata()
                      .addToStringData("text", "of-secret")
                      .addToData("copy", "b2Ytc2VjcmV0")
                      .build());
            }
          });
    }
  }
}
