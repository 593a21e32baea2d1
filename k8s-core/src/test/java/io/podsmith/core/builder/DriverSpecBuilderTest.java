// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.conf.keys.PodKeys;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverSpecBuilderTest {
  @TempDir Path folder;

  @Test
  void foldsStepsInOrderIntoOnePod() {
    DriverSpec spec = new Specs().factories(Second.class, First.class).driver();

    assertThat(spec.pod().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("sidecar", "spark");
    assertThat(spec.pod().getMetadata().getAnnotations())
        .as("the second step sees what the first one did")
        .containsEntry("seen", "spark");
    assertThat(spec.preResources()).extracting(HasMetadata::getKind).containsExactly("Secret");
    assertThat(spec.resources())
        .extracting(o -> o.getMetadata().getName())
        .startsWith("acme-config")
        .hasSize(2);
  }

  @Test
  void startsTheDriverWithSettingsAndWithPropertiesOfStepsOnTop() throws IOException {
    DriverSpec spec =
        new Specs()
            .factories(First.class)
            .set("spark.acme.mode", "of the user")
            .set("spark.acme.umlaut", "gr\u00fc\u00dfe = # : \\ \n ende")
            .driver();

    assertThat(spec.systemProperties())
        .containsEntry("spark.acme.mode", "of the step")
        .containsEntry("spark.app.name", "pi");
    Properties read = new Properties();
    read.load(new StringReader(confMap(spec).getData().get("spark.properties")));
    assertThat(read)
        .as("what the driver reads is what was meant")
        .isEqualTo(asProperties(spec.systemProperties()));
  }

  @Test
  void writesTheSamePropertiesForTheSameSettings() {
    String one = confMap(new Specs().driver()).getData().get("spark.properties");
    String two = confMap(new Specs().driver()).getData().get("spark.properties");

    assertThat(one.lines().skip(1))
        .isEqualTo(two.lines().skip(1).toList())
        .isSorted()
        .as("the time of day is a comment of Properties")
        .noneMatch(line -> line.startsWith("#"));
  }

  @Test
  void mountsPropertiesAndConfigurationFilesWhereSparkLooksForThem() throws IOException {
    Files.writeString(folder.resolve("log4j2.properties"), "rootLogger.level = info");
    DriverSpec spec = new Specs().env("SPARK_CONF_DIR", folder).driver();

    ConfigMap map = confMap(spec);
    assertThat(map.getMetadata().getName()).matches("spark-drv-[0-9a-f]+-conf-map");
    assertThat(map.getMetadata().getNamespace()).isEqualTo("team");
    assertThat(map.getImmutable()).isTrue();
    assertThat(map.getData())
        .containsOnlyKeys("spark.properties", "spark.kubernetes.namespace", "log4j2.properties")
        .contains(
            entry("spark.kubernetes.namespace", "team"),
            entry("log4j2.properties", "rootLogger.level = info"));
    Container container = spark(spec);
    assertThat(container.getEnv())
        .anySatisfy(
            env -> {
              assertThat(env.getName()).isEqualTo("SPARK_CONF_DIR");
              assertThat(env.getValue()).isEqualTo("/opt/spark/conf");
            });
    assertThat(container.getVolumeMounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getName()).isEqualTo("spark-conf-volume-driver");
              assertThat(mount.getMountPath()).isEqualTo("/opt/spark/conf");
            });
    Volume volume = spec.pod().getSpec().getVolumes().get(0);
    assertThat(volume.getConfigMap().getName()).isEqualTo(map.getMetadata().getName());
    assertThat(volume.getConfigMap().getItems())
        .extracting(i -> i.getKey() + " " + i.getPath() + " " + i.getMode())
        .containsExactly(
            "log4j2.properties log4j2.properties 420", "spark.properties spark.properties 420");
  }

  @Test
  void refusesMoreThanAConfigMapTakes() {
    Specs specs = new Specs().set("spark.acme.long", "x".repeat(1 << 20));

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007]")
        .hasMessageContaining("1048576")
        .hasMessageContaining("spark.kubernetes.configMap.maxSize");
  }

  @Test
  void recordsNamesOfWhatEachStepAddedAndNoValues() {
    DriverSpec spec = new Specs().factories(First.class, Second.class).driver();

    assertThat(spec.contributions())
        .extracting(StepContribution::stepId)
        .containsExactly("acme.first", "acme.second", StepContribution.ENGINE);
    assertThat(spec.contributions().get(0).parts())
        .containsExactly(
            "label team",
            "volume scratch",
            "container's args",
            "env PASSWORD",
            "container's name",
            "mount /scratch",
            "property spark.acme.mode",
            "Secret acme-secret",
            "ConfigMap acme-config");
    assertThat(spec.contributions().get(1).parts())
        .containsExactly(
            "annotation seen",
            "container sidecar",
            "init container prepare",
            "changed env PASSWORD");
    assertThat(spec.contributions().toString()).doesNotContain("hunter2", "of the step");
  }

  @Test
  void tellsWhoBuiltThePodALineAStep() {
    List<StepContribution> contributions =
        List.of(
            new StepContribution("acme.first", "first.jar", List.of("label team", "env TZ")),
            new StepContribution("acme.idle", "idle.jar", List.of()),
            new StepContribution("acme.second", "second.jar", List.of("ConfigMap x")));

    assertThat(StepContribution.account("The pod", contributions, "disabled: acme.off"))
        .isEqualTo(
            """
            The pod was built by these steps:
              acme.first: label team, env TZ
              acme.second: ConfigMap x
              disabled: acme.off\
            """);
  }

  @Test
  void namesTheStepThatFails() {
    assertThatThrownBy(() -> new Specs().factories(Throwing.class).driver())
        .isInstanceOfSatisfying(
            StepException.class,
            e -> {
              assertThat(e.stepId()).isEqualTo("acme.throwing");
              assertThat(e.origin()).startsWith("classpath (");
              assertThat(e).hasRootCauseMessage("boom");
            })
        .hasMessageStartingWith("[PODSMITH-STEP-001] driver step acme.throwing from classpath (")
        .hasMessageContaining("failed in configurePod(): java.lang.IllegalStateException: boom")
        .hasMessageContaining("spark.podsmith.steps.disabled=acme.throwing");
  }

  @Test
  void namesTheStepThatReturnsNull() {
    assertThatThrownBy(() -> new Specs().factories(ReturningNull.class).driver())
        .isInstanceOf(StepException.class)
        .hasMessageContaining("acme.null")
        .hasMessageContaining("returned null from configurePod()");
  }

  @Test
  void namesTheFactoryThatReturnsNull() {
    assertThatThrownBy(() -> new Specs().factories(NoOptional.class).driver())
        .isInstanceOf(StepException.class)
        .hasMessageContaining("acme.no-optional")
        .hasMessageContaining("returned null from create()");
  }

  @Test
  void letsConfigurationErrorsOfStepsThrough() {
    assertThatThrownBy(() -> new Specs().factories(Picky.class).driver())
        .isExactlyInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.x");
  }

  @Test
  void neverWrapsErrorsOfTheMachine() {
    assertThatThrownBy(() -> new Specs().factories(Dying.class).driver())
        .isExactlyInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void keepsAnInterruptionWhatItIs() {
    assertThatThrownBy(() -> new Specs().factories(Interrupted.class).driver())
        .isExactlyInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("the interrupt flag is restored").isTrue();
  }

  @Test
  void namesBothStepsThatCreateOneObject() {
    assertThatThrownBy(() -> new Specs().factories(First.class, AlsoConfig.class).driver())
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-006] the object ConfigMap acme-config")
        .hasMessageContaining("acme.also-config")
        .hasMessageContaining("acme.first");
  }

  @Test
  void refusesAnExecutorTemplateBeforeThereIsADriver() {
    Specs specs =
        new Specs()
            .factories(TemplateCarrier.class)
            .set("spark.kubernetes.executor.podTemplateFile", "/no/such.yaml");

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] spark.kubernetes.executor.podTemplateFile");
  }

  @Test
  void leavesAnExecutorTemplateToTheDriverWhereNoStepCarriesIt() {
    DriverSpec spec =
        new Specs()
            .factories(TemplateCarrier.class)
            .set("spark.kubernetes.driver.pod.excludedFeatureSteps", "acme.carrier")
            .set("spark.kubernetes.executor.podTemplateFile", "/in/the/image.yaml")
            .driver();

    assertThat(spec.systemProperties())
        .containsEntry("spark.kubernetes.executor.podTemplateFile", "/in/the/image.yaml");
  }

  @Test
  void refusesAPortThatATemplateNamesTwice() throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("template.yaml"),
            "kind: Pod\nspec:\n  containers:\n  - {name: spark, ports:"
                + " [{name: ui, containerPort: 1}, {containerPort: 2}, {containerPort: 3},"
                + " {name: ui, containerPort: 4}]}\n");
    Specs specs = new Specs().set("spark.kubernetes.driver.podTemplateFile", template);

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            [PODSMITH-CONF-007] spark.kubernetes.driver.podTemplateFile is '%s', which cannot be \
            used as a pod template; fix these places:
              spec.containers[0].ports[3].name: the port name 'ui' is used by \
            spec.containers[0].ports[0].name already\
            """
                .formatted(template));
  }

  private static ConfigMap confMap(DriverSpec spec) {
    List<HasMetadata> all = spec.resources();
    return (ConfigMap) all.get(all.size() - 1);
  }

  private static Container spark(DriverSpec spec) {
    List<Container> all = spec.pod().getSpec().getContainers();
    return all.get(all.size() - 1);
  }

  private static Properties asProperties(Map<String, String> map) {
    Properties properties = new Properties();
    properties.putAll(map);
    return properties;
  }

  public static final class First extends Specs.Factory {
    public First() {
      super("acme.first", Step::new);
    }

    private static final class Step implements KubernetesFeatureConfigStep {
      @Override
      public SparkPod configurePod(SparkPod pod) {
        return pod.editMetadata(m -> m.addToLabels("team", "data"))
            .editSpec(s -> s.addNewVolume().withName("scratch").endVolume())
            .editContainer(
                c ->
                    c.withName("spark")
                        .withArgs("driver")
                        .addNewEnv()
                        .withName("PASSWORD")
                        .withValue("hunter2")
                        .endEnv()
                        .addNewVolumeMount()
                        .withName("scratch")
                        .withMountPath("/scratch")
                        .endVolumeMount());
      }

      @Override
      public Map<String, String> getAdditionalPodSystemProperties() {
        return Map.of("spark.acme.mode", "of the step");
      }

      @Override
      public List<HasMetadata> getAdditionalPreKubernetesResources() {
        return List.of(
            new SecretBuilder().withNewMetadata().withName("acme-secret").endMetadata().build());
      }

      @Override
      public List<HasMetadata> getAdditionalKubernetesResources() {
        return List.of(config());
      }
    }
  }

  private static HasMetadata config() {
    return new ConfigMapBuilder().withNewMetadata().withName("acme-config").endMetadata().build();
  }

  public static final class Second extends Specs.Factory {
    public Second() {
      super(
          "acme.second",
          () ->
              pod ->
                  pod.editMetadata(m -> m.addToAnnotations("seen", pod.container().getName()))
                      .editSpec(
                          s ->
                              s.addNewContainer()
                                  .withName("sidecar")
                                  .endContainer()
                                  .addNewInitContainer()
                                  .withName("prepare")
                                  .endInitContainer())
                      .editContainer(
                          c -> c.editMatchingEnv(e -> true).withValue("hunter3").endEnv()));
    }
  }

  public static final class AlsoConfig extends Specs.Factory {
    public AlsoConfig() {
      super(
          "acme.also-config",
          () ->
              new KubernetesFeatureConfigStep() {
                @Override
                public SparkPod configurePod(SparkPod pod) {
                  return pod;
                }

                @Override
                public List<HasMetadata> getAdditionalKubernetesResources() {
                  return List.of(config());
                }
              });
    }
  }

  public static final class TemplateCarrier extends Specs.Factory {
    public TemplateCarrier() {
      super("acme.carrier", () -> pod -> pod);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE);
    }
  }

  public static final class Throwing extends Specs.Factory {
    public Throwing() {
      super(
          "acme.throwing",
          () ->
              pod -> {
                throw new IllegalStateException("boom");
              });
    }
  }

  public static final class ReturningNull extends Specs.Factory {
    public ReturningNull() {
      super("acme.null", () -> pod -> null);
    }
  }

  public static final class NoOptional extends Specs.Factory {
    public NoOptional() {
      super("acme.no-optional", () -> null);
    }

    @Override
    public java.util.Optional<KubernetesFeatureConfigStep> create(
        io.podsmith.api.conf.KubernetesConf conf) {
      return null;
    }
  }

  public static final class Picky extends Specs.Factory {
    public Picky() {
      super(
          "acme.picky",
          () -> {
            throw InvalidConfigurationException.of(
                PodsmithError.CONF_INVALID, "spark.acme.x", "a", "b", "change it");
          });
    }
  }

  public static final class Dying extends Specs.Factory {
    public Dying() {
      super(
          "acme.dying",
          () ->
              pod -> {
                throw new OutOfMemoryError("none left");
              });
    }
  }

  public static final class Interrupted extends Specs.Factory {
    public Interrupted() {
      super(
          "acme.interrupted",
          () ->
              pod -> {
                throw Interrupted.<RuntimeException>sneaky(new InterruptedException());
              });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneaky(Throwable t) throws E {
      throw (E) t;
    }
  }
}
