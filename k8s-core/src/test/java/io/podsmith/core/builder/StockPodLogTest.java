// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.error.StepException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.TestJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps over pods of Spark's own jar log, and how their jars reach the driver. */
class StockPodLogTest {
  private static final SparkPod START =
      SparkPod.empty()
          .editMetadata(metadata -> metadata.withName("pod"))
          .editSpec(spec -> spec.addNewVolume().withName("data").endVolume())
          .editContainer(container -> container.withName("spark"));

  @TempDir Path directory;

  private static StockPod driver(Specs specs, boolean runsExecutorSteps) {
    try (StepRegistry registry = specs.registry()) {
      return new StockPodSteps(registry).driver(specs.driverConf(), START, runsExecutorSteps);
    }
  }

  private static String logOfDriver(Specs specs, boolean runsExecutorSteps) {
    try (Logged log = new Logged()) {
      driver(specs, runsExecutorSteps);
      return log.text();
    }
  }

  private static String logOfExecutors(Specs specs) {
    return logOfExecutors(specs, 2);
  }

  private static String logOfExecutors(Specs specs, int count) {
    try (Logged log = new Logged();
        StepRegistry registry = specs.registry()) {
      StockPodSteps steps = new StockPodSteps(registry);
      ExecutorContext context = specs.context();
      for (int id = 1; id <= count; id++) {
        steps.executor(specs.executorConf(context, id), START);
      }
      return log.text();
    }
  }

  @Test
  void warnsOfStepsOfExecutorsThatDoNotRun() {
    String warning = "do not run for executors";

    assertThat(logOfDriver(new Specs().factories(PodWarningsTest.Nowhere.class), false))
        .contains(
            "Steps acme.nowhere do not run for executors, because"
                + " spark.kubernetes.executor.pod.featureSteps does not name the bridge");
    assertThat(logOfDriver(new Specs().factories(PodWarningsTest.Nowhere.class), true))
        .doesNotContain(warning);
    assertThat(logOfDriver(new Specs().factories(PodWarningsTest.DriverMap.class), false))
        .as("no step is for executors")
        .doesNotContain(warning);
  }

  @Test
  void logsTheAccountOfADriver() {
    assertThat(logOfDriver(new Specs().factories(PodWarningsTest.Nowhere.class), true))
        .contains("After Spark's built-in steps, the driver pod was built by these steps:")
        .contains("  acme.nowhere: mount /n\n")
        .doesNotContain("the pod of each executor");
  }

  @Test
  void logsTheAccountOfExecutorsOnceWithAllSteps() {
    Specs specs = new Specs().factories(Shared.class, PodWarningsTest.Nowhere.class);

    assertThat(logOfExecutors(specs, 1)).contains("the pod of each executor was built");
    assertThat(logOfExecutors(specs))
        .containsOnlyOnce("After Spark's built-in steps, the pod of each executor")
        .contains("  acme.all: label shared\n", "  acme.nowhere: mount /n\n");
  }

  @Test
  void warnsOfMountsAndNamesOnce() {
    Specs specs =
        new Specs().factories(PodWarningsTest.Nowhere.class, PodWarningsTest.DriverMap.class);

    assertThat(logOfDriver(specs, true))
        .containsOnlyOnce("Container 'spark' of the driver pod mounts the volume 'nowhere'")
        .containsOnlyOnce("The ConfigMap acme of step acme.driver-map")
        .doesNotContain("of the executor pod");
    assertThat(logOfExecutors(specs))
        .containsOnlyOnce("Container 'spark' of the executor pod mounts the volume 'nowhere'");
  }

  @Test
  void warnsOfSettingsThatDoNotExistOnce() {
    Specs specs = new Specs().set("spark.kubernetes.namspace", "typo");

    assertThat(logOfDriver(specs, false)).containsOnlyOnce("spark.kubernetes.namspace");
    assertThat(logOfExecutors(specs)).containsOnlyOnce("spark.kubernetes.namspace");
  }

  @Test
  void warnsWhereTheStepsOfExecutorsFailWithoutThePartsOfSpark() {
    Specs specs = new Specs().factories(StockPodStepsTest.NeedsSpark.class);

    assertThat(logOfDriver(specs, true))
        .contains("The steps of executors fail for a pod without the parts that Spark adds (")
        .contains("no driver URL")
        .contains("set spark.podsmith.submission.tryExecutorSteps to false");
  }

  @Test
  void rejectsConflictsOfExecutors() {
    Specs specs = new Specs().factories(StockPodStepsTest.SecondVolume.class);

    assertThatThrownBy(() -> logOfExecutors(specs))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("the executor pod has two volumes named 'data'")
        .hasMessageContaining("Spark's built-in steps");
  }

  @Test
  void rejectsObjectsOfStepsThatExecutorsShare() {
    assertThatThrownBy(() -> logOfExecutors(new Specs().factories(SharedObjects.class)))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("step acme.shared-objects")
        .hasMessageContaining("returned the ConfigMap 'acme' for an executor");
  }

  @Test
  void shipsPluginsToTheDriver() {
    Path jar =
        new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("one.jar"));

    StockPod built = driver(new Specs().set("spark.podsmith.steps.jars", jar), true);

    assertThat(built.properties())
        .as("an empty value hides the setting from the driver")
        .containsEntry("spark.podsmith.steps.jars", "")
        .containsKey("spark.podsmith.steps.carried.one")
        .doesNotContainKey("spark.app.name");
    assertThat(built.resources()).extracting(HasMetadata::getKind).containsExactly("ConfigMap");
    assertThat(built.pod().pod().getSpec().getVolumes()).hasSize(2);
  }

  @Test
  void warnsOfPluginsThatAreUploadedToThisMachine() {
    Path jar =
        new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("one.jar"));
    Specs specs =
        new Specs()
            .set("spark.podsmith.steps.jars", jar)
            .set("spark.kubernetes.file.upload.path", directory)
            .runtime(PluginShipmentTest.uploadingTo(directory));

    assertThat(logOfDriver(specs, false))
        .contains("which is a directory of this machine: pods cannot read");
  }

  /** Runs once for the executors of a profile. */
  public static final class Shared extends Specs.Factory {
    public Shared() {
      super("acme.all", () -> pod -> pod.editMetadata(m -> m.addToLabels("shared", "yes")));
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }
  }

  /** Returns an object for the executors of a profile. */
  public static final class SharedObjects extends Specs.Factory {
    public SharedObjects() {
      super(
          "acme.shared-objects",
          () ->
              new KubernetesFeatureConfigStep() {
                @Override
                public SparkPod configurePod(SparkPod pod) {
                  return pod;
                }

                @Override
                public List<HasMetadata> getAdditionalKubernetesResources() {
                  return List.of(StepResultsTest.named("acme").build());
                }
              });
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }

    @Override
    public Set<PodRole> roles() {
      return Set.of(PodRole.EXECUTOR);
    }
  }
}
