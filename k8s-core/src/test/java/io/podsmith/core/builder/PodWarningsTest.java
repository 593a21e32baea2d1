// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged and checked of each pod: of drivers, of the first executor and of later ones. */
class PodWarningsTest {
  @TempDir Path directory;

  private static String log(Runnable build) {
    try (Logged log = new Logged()) {
      build.run();
      return log.text();
    }
  }

  /** Builds executors of one resource profile, one after the other. */
  private static void executors(Specs specs, int count, Consumer<ExecutorSpec> test) {
    try (StepRegistry registry = specs.registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      ExecutorContext context = specs.context();
      for (int id = 1; id <= count; id++) {
        test.accept(builder.build(specs.executorConf(context, id)));
      }
    }
  }

  @Test
  void warnsOfAMountWithoutAVolume() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, Nowhere.class);

    assertThat(log(specs::driver))
        .contains(
            "Container 'spark' of the driver pod mounts the volume 'nowhere' at /n, by step"
                + " acme.nowhere");
    assertThat(log(specs::executor))
        .contains("Container 'spark' of the executor pod mounts the volume 'nowhere' at /n");
  }

  @Test
  void warnsOfObjectsThatOthersWouldShare() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, SharedMap.class);

    assertThat(log(specs::driver))
        .contains("The ConfigMap acme of step acme.shared-map")
        .contains("has the same name for every application")
        .contains("Build the name from conf.resourceNamePrefix()");
    assertThat(log(specs::executor))
        .contains("has the same name for every executor")
        .contains("Build the name from conf.podName()");
  }

  @Test
  void doesNotWarnOfNamesOfOneApplicationOrExecutor() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, OwnMap.class);

    assertThat(log(specs::driver) + log(specs::executor)).doesNotContain("has the same name for");
  }

  @Test
  void logsTheValuesOfTheTemplateThatStepsReplace() throws IOException {
    String template =
        Files.writeString(
                directory.resolve("t.yaml"), "spec: {containers: [{name: spark, image: theirs:1}]}")
            .toString();
    Specs specs =
        new Specs()
            .factories(
                StepResultsTest.Names.class,
                Image.class,
                DriverSpecBuilderTest.TemplateCarrier.class)
            .set("spark.kubernetes.driver.podTemplateFile", template)
            .set("spark.kubernetes.executor.podTemplateFile", template);

    assertThat(log(specs::driver))
        .contains("the driver pod", "image theirs:1 -> ours:1")
        .contains("executor pods of resource profile 0 (estimated before the driver runs)");
    assertThat(log(specs::executor))
        .contains("executor pods of resource profile 0", "image theirs:1 -> ours:1")
        .doesNotContain("estimated");
  }

  @Test
  void logsTheAccountOfExecutorsOnceAndNotAtSubmission() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, Image.class);
    String account = "The pod of each executor of resource profile 0";

    assertThat(log(specs::driver)).doesNotContain(account);
    assertThat(log(() -> executors(specs, 2, spec -> {}))).containsOnlyOnce(account);
  }

  @Test
  void warnsOfSettingsThatDoNotExistAlsoWithoutATrialOfExecutors() {
    Specs specs =
        new Specs()
            .set("spark.podsmith.submission.tryExecutorSteps", false)
            .set("spark.kubernetes.namspace", "typo");

    assertThat(log(specs::driver)).containsOnlyOnce("spark.kubernetes.namspace");
  }

  @Test
  void sortsVariablesOfEveryPodThatReferToOthers() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, Referring.class);

    assertThat(names(specs.driver().pod().getSpec().getContainers().get(0).getEnv()))
        .containsSubsequence("SECOND", "FIRST");
    executors(
        specs,
        2,
        spec ->
            assertThat(names(spec.pod().getSpec().getContainers().get(0).getEnv()))
                .as(spec.podName())
                .containsSubsequence("SECOND", "FIRST"));
  }

  private static List<String> names(List<EnvVar> variables) {
    return variables.stream().map(EnvVar::getName).toList();
  }

  @Test
  void checksLaterExecutorsToo() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, OddSecond.class);

    assertThatThrownBy(() -> executors(specs, 2, spec -> {}))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("the executor pod has two volumes named 'data', from step acme.odd");
  }

  @Test
  void checksTheKindsOfObjectsOfLaterExecutorsToo() {
    Specs specs =
        new Specs()
            .factories(StepResultsTest.Names.class, SecondMap.class)
            .set("spark.podsmith.steps.allowedKinds", "Secret");

    assertThatThrownBy(() -> executors(specs, 2, spec -> {}))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.second-map from")
        .hasMessageContaining("creates the object ConfigMap acme");
  }

  @Test
  void checksTheKindsOfObjectsOfDriversBeforeExecutorsAreTried() {
    Specs specs =
        new Specs().factories(DriverMap.class).set("spark.podsmith.steps.allowedKinds", "Secret");

    assertThatThrownBy(specs::driver)
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.driver-map from")
        .hasMessageContaining("creates the object ConfigMap acme");
  }

  @Test
  void rejectsAVolumeWithTheNameOfThatWithSparksProperties() {
    assertThatThrownBy(new Specs().factories(ConfVolume.class)::driver)
        .isInstanceOf(StepException.class)
        .hasMessageContaining(
            "the driver pod has two volumes named 'spark-conf-volume-driver', from step"
                + " acme.conf-volume")
        .hasMessageContaining("and from Podsmith (Spark's configuration files); change ");
  }

  @Test
  void knowsWhichStepsBuiltAPod() {
    Specs specs = new Specs().factories(StepResultsTest.Names.class, Image.class);

    assertThat(specs.driver().origins().steps()).containsExactly("acme.names", "acme.image");
    assertThat(specs.executor().origins().steps()).containsExactly("acme.names", "acme.image");
  }

  @Test
  void rejectsObjectsThatCannotBeCreatedBeforeThePod() {
    Specs specs = new Specs().factories(NamelessFirst.class);

    assertThatThrownBy(specs::driver)
        .hasMessageContaining("step acme.nameless-first from")
        .hasMessageContaining("returned a ConfigMap without a name");
  }

  @Test
  void buildsAPodForATemplateOfExecutorsAlsoWhereOthersAreMadeFromText() {
    Specs specs = new Specs().factories(SharedName.class);
    try (StepRegistry registry = specs.registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      ExecutorContext context = specs.context();
      ExecutorSpec last = builder.build(specs.executorConf(context, 1));
      for (int id = 2; id < 12; id++) {
        last = builder.build(specs.executorConf(context, id));
      }
      assertThat(last.json()).as("executor 11").isPresent();

      ExecutorConf template =
          ExecutorConf.create(context, "EXECID", 0, specs.executorConf(context, 1).resources());
      ExecutorSpec spec = builder.build(template);

      assertThat(spec.json()).isEmpty();
      assertThat(spec.podName()).endsWith("-exec-EXECID");
    }
  }

  @Test
  void failsTheSubmissionForASettingOfExecutorsWhateverItsCause() {
    assertThatThrownBy(new Specs().factories(RejectsSettings.class)::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.file");
  }

  @Test
  void triesExecutorsUnlessTheApplicationHasNone() {
    Specs specs = new Specs().factories(StepResultsTest.ThrowsForExecutors.class);

    assertThat(specs.set("spark.kubernetes.driver.master", "${env:MASTER}").driver())
        .returns(
            "The application has no executor pods, because spark.kubernetes.driver.master is"
                + " '${env:MASTER}'.",
            DriverSpec::executorUnknown);
    specs.set("spark.kubernetes.driver.master", "k8s://https://host:6443");
    assertThatThrownBy(specs::driver).isInstanceOf(StepException.class);
  }

  /** A step that changes a pod of a certain executor, or adds an object to it. */
  private abstract static class ForSecond extends Specs.Factory {
    ForSecond(String id) {
      super(id, () -> null);
    }

    abstract KubernetesFeatureConfigStep step();

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return ((KubernetesExecutorConf) conf).executorId().equals("2")
          ? Optional.of(step())
          : Optional.empty();
    }
  }

  public static final class OddSecond extends ForSecond {
    public OddSecond() {
      super("acme.odd");
    }

    @Override
    KubernetesFeatureConfigStep step() {
      return pod ->
          pod.editSpec(
              spec ->
                  spec.addNewVolume()
                      .withName("data")
                      .endVolume()
                      .addNewVolume()
                      .withName("data")
                      .endVolume());
    }
  }

  public static final class SecondMap extends ForSecond {
    public SecondMap() {
      super("acme.second-map");
    }

    @Override
    KubernetesFeatureConfigStep step() {
      return new Objects(List.of(), List.of(StepResultsTest.named("acme").build()));
    }
  }

  private record Objects(List<HasMetadata> first, List<HasMetadata> later)
      implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public List<HasMetadata> getAdditionalPreKubernetesResources() {
      return first;
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return later;
    }
  }

  public static final class SharedMap extends Specs.Factory {
    public SharedMap() {
      super(
          "acme.shared-map",
          () -> new Objects(List.of(), List.of(StepResultsTest.named("acme").build())));
    }
  }

  public static final class OwnMap extends Specs.Factory {
    public OwnMap() {
      super("acme.own-map", () -> null);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new Objects(List.of(), List.of(StepResultsTest.named(conf.podName() + "-map").build())));
    }
  }

  public static final class DriverMap extends Specs.Factory {
    public DriverMap() {
      super(
          "acme.driver-map",
          () -> new Objects(List.of(), List.of(StepResultsTest.named("acme").build())));
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.DRIVER);
    }
  }

  public static final class NamelessFirst extends Specs.Factory {
    public NamelessFirst() {
      super(
          "acme.nameless-first",
          () -> new Objects(List.of(StepResultsTest.named(null).build()), List.of()));
    }
  }

  public static final class Nowhere extends Specs.Factory {
    public Nowhere() {
      super(
          "acme.nowhere",
          () ->
              pod ->
                  pod.editContainer(
                      c ->
                          c.addNewVolumeMount()
                              .withName("nowhere")
                              .withMountPath("/n")
                              .endVolumeMount()));
    }
  }

  public static final class Image extends Specs.Factory {
    public Image() {
      super("acme.image", () -> pod -> pod.editContainer(c -> c.withImage("ours:1")));
    }
  }

  public static final class ConfVolume extends Specs.Factory {
    public ConfVolume() {
      super(
          "acme.conf-volume",
          () ->
              pod ->
                  pod.editSpec(
                      spec ->
                          spec.addNewVolume().withName("spark-conf-volume-driver").endVolume()));
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.DRIVER);
    }
  }

  public static final class Referring extends Specs.Factory {
    public Referring() {
      super(
          "acme.referring",
          () ->
              pod ->
                  pod.editContainer(
                      c ->
                          c.addNewEnv()
                              .withName("FIRST")
                              .withValue("$(SECOND)")
                              .endEnv()
                              .addNewEnv()
                              .withName("SECOND")
                              .withValue("2")
                              .endEnv()));
    }
  }

  /** Gives executors their name, each in the pod that all of its profile share. */
  public static final class SharedName extends Specs.Factory {
    public SharedName() {
      super("acme.shared-name", () -> null);
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod.editMetadata(m -> m.withName(conf.podName()));
            }

            @Override
            public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
              return pod.editMetadata(m -> m.withName(executor.podName()));
            }
          });
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }
  }

  public static final class RejectsSettings extends Specs.Factory {
    public RejectsSettings() {
      super(
          "acme.rejects-settings",
          () ->
              pod -> {
                throw new InvalidConfigurationException(
                    PodsmithError.CONF_FILE,
                    "spark.acme.file",
                    "spark.acme.file cannot be read",
                    new IOException("no such file"));
              });
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }
}
