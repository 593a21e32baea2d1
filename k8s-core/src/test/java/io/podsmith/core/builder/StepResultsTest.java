// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps make that cannot be created is an error that names them, before anything is sent. */
class StepResultsTest {
  @TempDir Path folder;

  @Test
  void refusesAStepThatRenamesThePod() {
    assertRejected(
        new Specs().factories(Names.class, RenamesPod.class),
        "step acme.renames-pod from classpath (",
        "renamed the pod from '",
        "' to 'mine' in configurePod()");
  }

  @Test
  void refusesAStepThatRenamesSparksContainer() {
    assertRejected(
        new Specs().factories(Names.class, RenamesContainer.class),
        "step acme.renames-container from",
        "renamed Spark's container from 'spark' to 'mine'");
  }

  @Test
  void refusesAStepThatDropsSparksContainer() {
    assertRejected(
        new Specs().factories(Names.class, DropsContainer.class),
        "step acme.drops-container from",
        "dropped Spark's container or its name");
  }

  @Test
  void refusesAStepThatDropsThePod() {
    assertRejected(
        new Specs().factories(Names.class, DropsPod.class),
        "step acme.drops-pod from",
        "dropped the pod or its name");
  }

  @Test
  void findsARenameOfAnyExecutorNotOfTheFirstOnly() {
    Specs specs = new Specs().factories(Names.class, RenamesThirdExecutor.class);
    try (var registry = specs.registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      var context = specs.context();
      builder.build(specs.executorConf(context, 1));
      builder.build(specs.executorConf(context, 2));

      assertThatThrownBy(() -> builder.build(specs.executorConf(context, 3)))
          .hasMessageContaining("step acme.renames-third from")
          .hasMessageContaining("renamed the pod");
    }
  }

  @Test
  void refusesObjectsThatCannotBeCreated() {
    assertRejected(
        new Specs().factories(Nameless.class),
        "step acme.nameless from",
        "returned a ConfigMap without a name; set metadata.name");
    assertRejected(new Specs().factories(Generated.class), "generateName is not supported");
    assertRejected(
        new Specs().factories(Kindless.class),
        "step acme.kindless from",
        "returned an object (ConfigMap) without a kind");
    assertRejected(
        new Specs().factories(BadName.class), "returned a ConfigMap with the name 'My_Map'");
  }

  @Test
  void namesBothHalvesOfAConflictOfTemplateAndStep() throws IOException {
    Path template = template("volumes: [{name: data, emptyDir: {}}]");
    Specs specs =
        new Specs()
            .factories(Volume.class)
            .set("spark.kubernetes.driver.podTemplateFile", template);

    assertThatThrownBy(specs::driver)
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith(
            "[PODSMITH-STEP-007] the driver pod has two volumes named 'data', from the pod"
                + " template %s (spark.kubernetes.driver.podTemplateFile) and from step acme.volume"
                    .formatted(template))
        .hasMessageContaining("remove it from %s".formatted(template))
        .hasMessageContaining("spark.podsmith.steps.disabled=acme.volume");
  }

  @Test
  void findsAConflictInTheExecutorsTemplateWhileTheDriverIsSubmitted() throws IOException {
    Path template =
        template(
            "containers: [{name: e, volumeMounts: [{name: a, mountPath: /m}, {name: b, mountPath:"
                + " /m}]}]");
    Specs specs =
        new Specs()
            .factories(DriverSpecBuilderTest.TemplateCarrier.class)
            .set("spark.kubernetes.executor.podTemplateFile", template);

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CONF-007] spark.kubernetes.executor.podTemplateFile is '%s'"
                .formatted(template))
        .hasMessageContaining(
            "spec.containers[0].volumeMounts[1].mountPath: the mount path '/m' is used by"
                + " spec.containers[0].volumeMounts[0].mountPath already");
  }

  @Test
  void listsAllConflictsOfATemplate() throws IOException {
    Path template = template("volumes: [{name: x}, {name: x}, {name: y}, {name: y}]");

    assertThatThrownBy(
            () -> new Specs().set("spark.kubernetes.driver.podTemplateFile", template).driver())
        .hasMessageContaining("spec.volumes[1].name: the volume name 'x' is used")
        .hasMessageContaining("spec.volumes[3].name: the volume name 'y' is used");
  }

  @Test
  void refusesALabelOfAStepThatKubernetesWouldNotTake() {
    assertThatThrownBy(() -> new Specs().factories(BadLabel.class).driver())
        .hasMessageStartingWith("[PODSMITH-STEP-007] the driver pod has a label team whose value")
        .hasMessageContaining("'data & more'")
        .hasMessageContaining("from step acme.bad-label from");
  }

  @Test
  void failsTheSubmissionWhereAStepOfExecutorsThrows() {
    assertThatThrownBy(() -> new Specs().factories(ThrowsForExecutors.class).driver())
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.throws-for-executors from")
        .hasMessageContaining("failed in configurePod(): java.lang.IllegalStateException: boom");
  }

  @Test
  void givesStepsOfExecutorsTheDriversPodAndTheDriversPropertiesWhenTheyAreTried() {
    DriverSpec spec = new Specs().factories(Names.class, NeedsDriver.class).driver();

    assertThat(spec.systemProperties()).containsEntry("spark.acme.ticket", "42");
  }

  @Test
  void leavesToTheDriverWhatOnlyItsMachineCanTell() {
    assertThat(new Specs().factories(ReadsAFile.class).driver()).isNotNull();
    assertThat(
            new Specs()
                .factories(ThrowsForExecutors.class)
                .set("spark.kubernetes.driver.master", "local[2]")
                .driver())
        .as("a driver that starts no executors")
        .isNotNull();
    assertThat(
            new Specs()
                .factories(ThrowsForExecutors.class)
                .set("spark.podsmith.submission.tryExecutorSteps", "false")
                .driver())
        .isNotNull();
  }

  @Test
  void saysWhyStepsDidNothing() {
    DriverSpec spec =
        new Specs()
            .factories(Names.class, Absent.class, Volume.class, Idle.class)
            .set("spark.podsmith.steps.disabled", "acme.volume")
            .driver();

    assertThat(spec.account())
        .contains("acme.names: ")
        .endsWith("not requested: acme.absent; nothing to do: acme.idle; disabled: acme.volume");
  }

  private Path template(String spec) throws IOException {
    return Files.writeString(folder.resolve("t.yaml"), "kind: Pod\nspec: {" + spec + "}\n");
  }

  private static void assertRejected(Specs specs, String... said) {
    for (Runnable build : List.<Runnable>of(specs::driver, specs::executor)) {
      assertThatThrownBy(build::run)
          .isInstanceOf(StepException.class)
          .hasMessageStartingWith("[PODSMITH-STEP-007] step ")
          .hasMessageContainingAll(said);
    }
  }

  private static SparkPod pod(SparkPod pod, String name) {
    return pod.editMetadata(m -> m.withName(name));
  }

  /** Stands for the built-in basics. */
  public static final class Names implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.names";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public StepPhase phase() {
      return StepPhase.POD_BASICS;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      String name =
          conf instanceof KubernetesExecutorConf executor ? executor.podName() : "the-pod";
      return Optional.of(p -> pod(p, name).editContainer(c -> c.withName("spark")));
    }
  }

  public static final class RenamesPod extends Specs.Factory {
    public RenamesPod() {
      super("acme.renames-pod", () -> p -> pod(p, "mine"));
    }
  }

  public static final class RenamesThirdExecutor implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.renames-third";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Set<PodRole> roles() {
      return EnumSet.of(PodRole.EXECUTOR);
    }

    @Override
    public StepScope scope() {
      return StepScope.POD;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      boolean isThird = ((KubernetesExecutorConf) conf).executorId().equals("3");
      return Optional.of(p -> isThird ? pod(p, "mine") : p);
    }
  }

  public static final class RenamesContainer extends Specs.Factory {
    public RenamesContainer() {
      super("acme.renames-container", () -> p -> p.editContainer(c -> c.withName("mine")));
    }
  }

  public static final class DropsContainer extends Specs.Factory {
    public DropsContainer() {
      super("acme.drops-container", () -> p -> SparkPod.of(p.pod(), new Container()));
    }
  }

  public static final class DropsPod extends Specs.Factory {
    public DropsPod() {
      super("acme.drops-pod", () -> p -> SparkPod.of(SparkPod.empty().pod(), p.container()));
    }
  }

  /** A step with one ConfigMap. */
  abstract static class OneObject extends Specs.Factory {
    OneObject(String id, ConfigMap object) {
      super(
          id,
          () ->
              new KubernetesFeatureConfigStep() {
                @Override
                public SparkPod configurePod(SparkPod pod) {
                  return pod;
                }

                @Override
                public List<HasMetadata> getAdditionalKubernetesResources() {
                  return List.of(object);
                }
              });
    }
  }

  static ConfigMapBuilder named(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata();
  }

  public static final class Nameless extends OneObject {
    public Nameless() {
      super("acme.nameless", named(null).build());
    }
  }

  public static final class Generated extends OneObject {
    public Generated() {
      super(
          "acme.generated",
          named(null).editMetadata().withGenerateName("x-").endMetadata().build());
    }
  }

  public static final class Kindless extends OneObject {
    public Kindless() {
      super("acme.kindless", named("x").withKind(null).build());
    }
  }

  public static final class BadName extends OneObject {
    public BadName() {
      super("acme.bad-name", named("My_Map").build());
    }
  }

  public static final class Volume extends Specs.Factory {
    public Volume() {
      super(
          "acme.volume", () -> p -> p.editSpec(s -> s.addNewVolume().withName("data").endVolume()));
    }
  }

  public static final class BadLabel extends Specs.Factory {
    public BadLabel() {
      super("acme.bad-label", () -> p -> p.editMetadata(m -> m.addToLabels("team", "data & more")));
    }
  }

  public static final class Idle extends Specs.Factory {
    public Idle() {
      super("acme.idle", () -> p -> p);
    }
  }

  public static final class Absent extends Specs.Factory {
    public Absent() {
      super("acme.absent", () -> null);
    }
  }

  /** A step for executors only. */
  abstract static class ForExecutors implements FeatureStepFactory {
    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Set<PodRole> roles() {
      return EnumSet.of(PodRole.EXECUTOR);
    }
  }

  public static final class ThrowsForExecutors extends ForExecutors {
    @Override
    public String id() {
      return "acme.throws-for-executors";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          p -> {
            throw new IllegalStateException("boom");
          });
    }
  }

  public static final class ReadsAFile extends ForExecutors {
    @Override
    public String id() {
      return "acme.reads-a-file";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          p -> {
            try {
              Files.readString(Path.of("/only/in/the/image"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return p;
          });
    }
  }

  /** Its step for the driver hands a property to that for executors. */
  public static final class NeedsDriver implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.needs-driver";
    }

    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      if (conf instanceof KubernetesExecutorConf executor) {
        assertThat(conf.getAllWithPrefix("spark.acme.")).containsEntry("ticket", "42");
        assertThat(executor.driverPod().orElseThrow().getMetadata())
            .satisfies(m -> assertThat(m.getName()).isEqualTo("the-pod"))
            .satisfies(m -> assertThat(m.getUid()).isNotBlank());
      }
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod;
            }

            @Override
            public Map<String, String> getAdditionalPodSystemProperties() {
              return Map.of("spark.acme.ticket", "42");
            }
          });
    }
  }
}
