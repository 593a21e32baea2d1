// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockPodStepsTest {
  private static final SparkPod START =
      SparkPod.empty()
          .editMetadata(metadata -> metadata.withName("pod").addToLabels("by", "spark"))
          .editSpec(spec -> spec.addNewVolume().withName("data").endVolume())
          .editContainer(container -> container.withName("spark"));

  private static StockPod driver(Specs specs, boolean runsExecutorSteps) {
    try (StepRegistry registry = specs.registry()) {
      return new StockPodSteps(registry).driver(specs.driverConf(), START, runsExecutorSteps);
    }
  }

  private static StockPod executor(Specs specs, int id) {
    try (StepRegistry registry = specs.registry()) {
      return new StockPodSteps(registry).executor(specs.executorConf(specs.context(), id), START);
    }
  }

  @Test
  void addsToAPodThatSparkHasBuilt() {
    StockPod built = driver(new Specs().factories(Labels.class), true);

    assertThat(built.pod().pod().getMetadata().getLabels())
        .containsEntry("by", "spark")
        .containsEntry("label", "shared");
    assertThat(built.properties()).containsExactly(Map.entry("spark.acme.label", "yes"));
    assertThat(START.pod().getMetadata().getLabels()).as("the input").hasSize(1);
  }

  @Test
  void returnsTheObjectsOfDrivers() {
    StockPod built = driver(new Specs().factories(DriverObjects.class), true);

    assertThat(built.preResources()).extracting(StockPodStepsTest::name).containsExactly("before");
    assertThat(built.resources()).extracting(StockPodStepsTest::name).containsExactly("after");
  }

  @Test
  void derivesTheSharedPartForEachExecutor() {
    Specs specs = new Specs().factories(Labels.class, LastLabels.class);

    for (int id : List.of(1, 2)) {
      assertThat(executor(specs, id).pod().pod().getMetadata().getLabels())
          .containsEntry("label", "executor-" + id)
          .containsEntry("seen", "executor-" + id);
    }
  }

  @Test
  void refusesObjectsOfExecutors() {
    assertThatThrownBy(() -> executor(new Specs().factories(ExecutorObjects.class), 1))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.executor-objects")
        .hasMessageContaining("returned the ConfigMap 'after' for an executor");
    assertThatThrownBy(() -> executor(new Specs().factories(ExecutorPreObjects.class), 1))
        .hasMessageContaining("returned the ConfigMap 'before' for an executor");
  }

  @Test
  void refusesObjectsOfExecutorsBeforeThereIsADriver() {
    Specs specs = new Specs().factories(ExecutorObjects.class);

    assertThatThrownBy(() -> driver(specs, true))
        .hasMessageContaining("returned the ConfigMap 'after' for an executor");
    assertThat(driver(specs, false).resources())
        .as("the steps of executors will not run")
        .isEmpty();
    assertThat(driver(specs.set("spark.podsmith.submission.tryExecutorSteps", false), true))
        .isNotNull();
  }

  @Test
  void toleratesStepsThatFailWithoutThePartsOfSpark() {
    assertThat(driver(new Specs().factories(NeedsSpark.class), true)).isNotNull();
    assertThatThrownBy(() -> executor(new Specs().factories(NeedsSpark.class), 1))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("no driver URL");
  }

  @Test
  void refusesPhasesOfSparksOwnSteps() {
    assertThatThrownBy(() -> driver(new Specs().factories(Early.class), false))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.early")
        .hasMessageContaining("declares the phase LOCAL_STORAGE");
    assertThatThrownBy(() -> executor(new Specs().factories(Early.class), 1))
        .hasMessageContaining("declares the phase LOCAL_STORAGE");
  }

  @Test
  void refusesAnOrderBeforeOneOfSparksOwnSteps() {
    assertThatThrownBy(() -> driver(new Specs().factories(Before.class), false))
        .hasMessageContaining("must run before spark.local-dirs");
    assertThat(driver(new Specs().factories(After.class), false)).isNotNull();
  }

  @Test
  void checksTheStepsOfExecutorsOnlyIfTheyRun() {
    Specs specs = new Specs().factories(EarlyExecutor.class);

    assertThatThrownBy(() -> driver(specs, true)).hasMessageContaining("step acme.early-executor");
    assertThat(driver(specs, false)).isNotNull();
  }

  @Test
  void rejectsConflictsWithThePodThatSparkBuilt() {
    assertThatThrownBy(() -> driver(new Specs().factories(SecondVolume.class), false))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("has two volumes named 'data'")
        .hasMessageContaining("Spark's built-in steps");
  }

  @Test
  void appliesTheUsersPolicyToStepsAndNotToSpark() {
    Specs objects = new Specs().factories(DriverObjects.class);

    assertThatThrownBy(
            () -> driver(objects.set("spark.podsmith.steps.allowedKinds", "Secret"), false))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.driver-objects")
        .hasMessageContaining("ConfigMap after")
        .hasMessageContaining("spark.podsmith.steps.allowedKinds");

    Specs hostPath =
        new Specs().factories(NodeFiles.class).set("spark.podsmith.steps.policy", "no-host-path");
    assertThatThrownBy(() -> driver(hostPath, false))
        .hasMessageContaining("spark.podsmith.steps.policy")
        .hasMessageContaining("acme.node-files");
    assertThatThrownBy(() -> executor(hostPath, 1)).hasMessageContaining("acme.node-files");

    Specs others =
        new Specs().factories(Labels.class).set("spark.podsmith.steps.policy", "no-host-path");
    try (StepRegistry registry = others.registry()) {
      assertThat(
              new StockPodSteps(registry)
                  .driver(others.driverConf(), NodeFiles.mount(START), false)
                  .pod()
                  .pod()
                  .getSpec()
                  .getVolumes())
          .as("a volume of the user, which Spark has added")
          .hasSize(2);
    }
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static HasMetadata map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** Shared by the executors of a profile. */
  public static final class Labels extends Specs.Factory {
    public Labels() {
      super("acme.labels", LabelStep::new);
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }
  }

  private static final class LabelStep implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod.editMetadata(metadata -> metadata.addToLabels("label", "shared"));
    }

    @Override
    public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
      return pod.editMetadata(
          metadata -> metadata.addToLabels("label", "executor-" + executor.executorId()));
    }

    @Override
    public Map<String, String> getAdditionalPodSystemProperties() {
      return Map.of("spark.acme.label", "yes");
    }
  }

  /** Runs for each executor, after the shared steps. */
  public static final class LastLabels extends Specs.Factory {
    public LastLabels() {
      super(
          "acme.last",
          () ->
              pod ->
                  pod.editMetadata(
                      metadata ->
                          metadata.addToLabels(
                              "seen", pod.pod().getMetadata().getLabels().get("label"))));
    }

    @Override
    public StepPhase phase() {
      return StepPhase.POLICY;
    }
  }

  private record Objects(boolean hasFirst, boolean hasLater)
      implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public List<HasMetadata> getAdditionalPreKubernetesResources() {
      return hasFirst ? List.of(map("before")) : List.of();
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return hasLater ? List.of(map("after")) : List.of();
    }
  }

  /** For drivers. */
  public static final class DriverObjects extends Specs.Factory {
    public DriverObjects() {
      super("acme.driver-objects", () -> new Objects(true, true));
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.DRIVER);
    }
  }

  /** For executors. */
  public static final class ExecutorObjects extends Specs.Factory {
    public ExecutorObjects() {
      super("acme.executor-objects", () -> new Objects(false, true));
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }

  /** For executors. */
  public static final class ExecutorPreObjects extends Specs.Factory {
    public ExecutorPreObjects() {
      super("acme.executor-pre-objects", () -> new Objects(true, false));
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }

  /** Reads a variable that Spark's built-in steps set. */
  public static final class NeedsSpark extends Specs.Factory {
    public NeedsSpark() {
      super(
          "acme.needs-spark",
          () ->
              pod -> {
                throw new IllegalStateException("no driver URL");
              });
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }

  /** The last phase of Spark's built-in steps. */
  public static final class Early extends Specs.Factory {
    public Early() {
      super("acme.early", () -> pod -> pod);
    }

    @Override
    public StepPhase phase() {
      return StepPhase.LOCAL_STORAGE;
    }
  }

  /** The first phase of Spark's built-in steps, for executors. */
  public static final class EarlyExecutor extends Specs.Factory {
    public EarlyExecutor() {
      super("acme.early-executor", () -> pod -> pod);
    }

    @Override
    public StepPhase phase() {
      return StepPhase.POD_BASICS;
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }

  /** Names one of Spark's built-in steps. */
  public static final class Before extends Specs.Factory {
    public Before() {
      super("acme.before", () -> pod -> pod);
    }

    @Override
    public Set<String> before() {
      return Set.of("spark.local-dirs", "acme.other");
    }
  }

  /** Names one of Spark's built-in steps. */
  public static final class After extends Specs.Factory {
    public After() {
      super("acme.after", () -> pod -> pod);
    }

    @Override
    public Set<String> after() {
      return Set.of("spark.local-dirs");
    }
  }

  /** Mounts a directory of the node. */
  public static final class NodeFiles extends Specs.Factory {
    public NodeFiles() {
      super("acme.node-files", () -> NodeFiles::mount);
    }

    private static SparkPod mount(SparkPod pod) {
      return pod.editSpec(
          spec ->
              spec.addNewVolume()
                  .withName("node")
                  .withNewHostPath()
                  .withPath("/var/log")
                  .endHostPath()
                  .endVolume());
    }
  }

  /** Takes the name of a volume of Spark. */
  public static final class SecondVolume extends Specs.Factory {
    public SecondVolume() {
      super(
          "acme.volume",
          () -> pod -> pod.editSpec(spec -> spec.addNewVolume().withName("data").endVolume()));
    }
  }
}
