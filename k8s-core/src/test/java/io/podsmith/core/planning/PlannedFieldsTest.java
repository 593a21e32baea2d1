// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.PlannerStepsTest.Factory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of fields, objects and idle steps where a template and a step meet. */
class PlannedFieldsTest {
  private static final String TEMPLATE =
      """
      kind: Pod
      metadata:
        namespace: elsewhere
        labels: {kept: a, changed: a, removed: a}
      spec:
        containers: [{name: spark}]
        volumes:
          - {name: filled, emptyDir: {}}
          - {name: dropped, emptyDir: {}}
      """;

  @TempDir Path directory;

  private PlannedRole role(PodRole role) throws IOException {
    Path file = Files.writeString(directory.resolve("template.yaml"), TEMPLATE);
    String key = "spark.kubernetes.%s.podTemplateFile".formatted(role.label());
    Plan plan =
        PlannerStepsTest.plan(Map.of(key, file.toString()), Editing.class, TemplateReader.class);
    return role == PodRole.DRIVER ? plan.driver() : plan.executor().orElseThrow();
  }

  private static List<Write> writes(PlannedRole role, String path) {
    return role.fields().stream()
        .filter(field -> field.path().equals(path))
        .flatMap(field -> field.writes().stream())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.labels.kept|template=a",
        "metadata.labels.changed|template=a acme.editing=b",
        "metadata.labels.added|acme.editing=b",
        "metadata.labels.removed|template=a acme.editing=(removed)",
        "spec.volumes[name=filled].emptyDir.sizeLimit|acme.editing=1Gi",
        "spec.volumes[name=dropped].name|template=dropped acme.editing=(removed)",
        "spec.volumes[name=dropped].emptyDir|template={} acme.editing=(removed)"
      })
  void namesEveryWriterOfAField(String path, String history) throws IOException {
    assertThat(
            writes(role(PodRole.DRIVER), path).stream()
                .map(write -> "%s=%s".formatted(write.writer().manager(), write.value())))
        .containsExactly(history.split(" "));
  }

  @Test
  void hasNoFieldForAMapThatAStepFilled() throws IOException {
    assertThat(role(PodRole.DRIVER).fields())
        .extracting(FieldProvenance::path)
        .doesNotContain("spec.volumes[name=filled].emptyDir", "spec", "spec.containers");
  }

  @Test
  void listsFieldsInTheOrderOfThePodAndRemovedOnesLast() throws IOException {
    List<String> paths = role(PodRole.DRIVER).fields().stream().map(FieldProvenance::path).toList();

    assertThat(paths.subList(paths.size() - 3, paths.size()))
        .containsExactlyInAnyOrder(
            "metadata.labels.removed",
            "spec.volumes[name=dropped].name",
            "spec.volumes[name=dropped].emptyDir");
  }

  @Test
  void namesTheEngineForWhatItWritesAfterAllSteps() throws IOException {
    assertThat(writes(role(PodRole.EXECUTOR), "metadata.namespace"))
        .extracting(write -> write.writer().manager(), Write::value, Write::settings)
        .containsExactly(
            tuple("template", "elsewhere", List.of("spark.kubernetes.executor.podTemplateFile")),
            tuple("engine", "default", List.of()));
  }

  @Test
  void namesTheSettingsOfAStepThatExecutorsShare() {
    PlannedRole executor =
        PlannerStepsTest.plan(
                Map.of("spark.acme.first", "1", "spark.acme.second", "2"), SharedReader.class)
            .executor()
            .orElseThrow();

    assertThat(writes(executor, "metadata.labels.first"))
        .extracting(Write::settings)
        .containsExactly(List.of("spark.acme.first", "spark.acme.second"));
    assertThat(writes(executor, "metadata.labels.second"))
        .extracting(Write::settings)
        .containsExactly(List.of("spark.acme.second", "spark.acme.first"));
  }

  @Test
  void listsTheObjectsBesideAPodWithTheirAuthors() {
    assertThat(PlannerStepsTest.plan(Map.of(), TwoObjects.class).driver().objects())
        .filteredOn(object -> object.writer().kind() == Writer.Kind.STEP)
        .extracting(
            PlannedObject::isBeforePod,
            object -> ((Map<?, ?>) object.object().get("metadata")).get("name"),
            object -> object.writer().name())
        .containsExactly(
            tuple(true, "before", "acme.objects"), tuple(false, "after", "acme.objects"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "what is not set|spark.acme.first=1|spark.acme.second, spark.acme.map.*",
        "no prefix with a setting|spark.acme.map.a=1|spark.acme.first, spark.acme.second",
        "all if each is set|spark.acme.first=1 spark.acme.second=1 spark.acme.map.a=1|"
            + "spark.acme.first, spark.acme.second, spark.acme.map.*, spark.acme.map.a"
      })
  void namesTheSettingsThatMayRequestAStep(String what, String settings, String switches) {
    Map<String, String> all = new TreeMap<>();
    for (String setting : settings.split(" ")) {
      all.put(setting.split("=")[0], setting.split("=")[1]);
    }

    assertThat(idle(PlannerStepsTest.plan(all, Absent.class).driver(), "acme.absent"))
        .returns(IdleStep.Reason.NOT_REQUESTED, IdleStep::reason)
        .returns(List.of(switches.split(", ")), IdleStep::settings);
  }

  @Test
  void knowsAStepThatIsExcludedByItsClass() {
    PlannedRole driver =
        PlannerStepsTest.plan(
                Map.of(
                    "spark.kubernetes.driver.pod.excludedFeatureSteps", EditStep.class.getName()),
                Editing.class,
                Absent.class)
            .driver();

    assertThat(driver.steps()).isEmpty();
    assertThat(driver.idle())
        .extracting(IdleStep::id)
        .containsExactlyInAnyOrder("acme.editing", "acme.absent");
    assertThat(idle(driver, "acme.editing"))
        .returns(IdleStep.Reason.EXCLUDED, IdleStep::reason)
        .returns(List.of("spark.kubernetes.driver.pod.excludedFeatureSteps"), IdleStep::settings);
  }

  @Test
  void listsAStepThatRanAsSuchOnly() {
    PlannedRole driver = PlannerStepsTest.plan(Map.of(), Editing.class, Absent.class).driver();

    assertThat(driver.steps()).extracting(PlannedStep::id).containsExactly("acme.editing");
    assertThat(driver.idle()).extracting(IdleStep::id).containsExactly("acme.absent");
  }

  @Test
  void showsWhatAStepGotForASettingThatCannotBeRead() {
    PlannedRole driver =
        PlannerStepsTest.plan(Map.of("spark.acme.circle", "${spark.acme.circle}"), Forgiving.class)
            .driver();

    assertThat(PlannerStepsTest.step(driver, "acme.forgiving").reads())
        .contains(
            new SettingRead(
                "spark.acme.circle",
                Optional.of("${spark.acme.circle}"),
                SettingOrigin.of(SettingOrigin.Kind.SPARK)));
  }

  @Test
  void showsTheDefaultOfASecretThatIsNotSet() {
    PlannedRole driver = PlannerStepsTest.plan(Map.of(), Forgiving.class).driver();

    assertThat(PlannerStepsTest.step(driver, "acme.forgiving").reads())
        .contains(
            new SettingRead(
                "spark.acme.pin",
                Optional.of("none"),
                SettingOrigin.of(SettingOrigin.Kind.DEFAULT)));
  }

  private static IdleStep idle(PlannedRole role, String id) {
    return role.idle().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private record EditStep() implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod.editMetadata(
              metadata ->
                  metadata
                      .addToLabels("changed", "b")
                      .addToLabels("added", "b")
                      .removeFromLabels("removed"))
          .editSpec(
              spec ->
                  spec.removeMatchingFromVolumes(volume -> !volume.getName().isEmpty())
                      .addNewVolume()
                      .withName("filled")
                      .withNewEmptyDir()
                      .withSizeLimit(new Quantity("1Gi"))
                      .endEmptyDir()
                      .endVolume());
    }
  }

  /** Changes what the template has. */
  public static final class Editing extends Factory {
    public Editing() {
      super("acme.editing", PodRole.DRIVER);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(new EditStep());
    }
  }

  /** Declares the setting of the template of executors, which is then read at submission. */
  public static final class TemplateReader extends Factory {
    private static final ConfigEntry<Optional<String>> FILE =
        ConfigEntry.key("spark.kubernetes.executor.podTemplateFile").stringType().optional();

    public TemplateReader() {
      super("acme.template-reader", PodRole.DRIVER);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(FILE);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.empty();
    }
  }

  /** Returns an object for before the pod, and one for after it. */
  public static final class TwoObjects extends Factory {
    public TwoObjects() {
      super("acme.objects", PodRole.DRIVER);
    }

    private static HasMetadata named(String name) {
      return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod;
            }

            @Override
            public List<HasMetadata> getAdditionalPreKubernetesResources() {
              return List.of(named("before"));
            }

            @Override
            public List<HasMetadata> getAdditionalKubernetesResources() {
              return List.of(named("after"));
            }
          });
    }
  }

  /** Reads two settings and a prefix, and never makes a step. */
  public static final class Absent extends Factory {
    private static final ConfigEntry<Optional<String>> FIRST =
        ConfigEntry.key("spark.acme.first").stringType().optional();
    private static final ConfigEntry<Optional<String>> SECOND =
        ConfigEntry.key("spark.acme.second").stringType().optional();

    public Absent() {
      super("acme.absent", PodRole.DRIVER);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      conf.get(FIRST);
      conf.get(SECOND);
      conf.getAllWithPrefix("spark.acme.map.");
      return Optional.empty();
    }
  }

  /** Reads one setting for all executors of a profile, and another one for each. */
  public static final class SharedReader extends Factory {
    public SharedReader() {
      super("acme.shared-reader", PodRole.EXECUTOR);
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              String first = conf.get(Absent.FIRST).orElseThrow();
              return pod.editMetadata(m -> m.addToLabels("first", first));
            }

            @Override
            public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
              String second = executor.get(Absent.SECOND).orElseThrow();
              return pod.editMetadata(m -> m.addToLabels("second", second));
            }
          });
    }
  }

  /** Ignores a setting that cannot be read, and has a secret with a default. */
  public static final class Forgiving extends Factory {
    private static final ConfigEntry<Optional<String>> CIRCLE =
        ConfigEntry.key("spark.acme.circle").stringType().optional();
    private static final ConfigEntry<String> PIN =
        ConfigEntry.key("spark.acme.pin").secret().stringType().withDefault("none");

    public Forgiving() {
      super("acme.forgiving", PodRole.DRIVER);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      conf.get(PIN);
      try {
        conf.get(CIRCLE);
      } catch (InvalidConfigurationException e) {
        // it is optional
      }
      return Optional.of(pod -> pod);
    }
  }
}
