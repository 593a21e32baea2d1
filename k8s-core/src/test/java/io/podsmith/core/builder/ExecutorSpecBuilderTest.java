// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps run as often as their outcome can differ, and in their order all the same. */
class ExecutorSpecBuilderTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Specs specs = new Specs();
  private final ExecutorContext context = specs.context();

  @BeforeEach
  void reset() {
    RUNS.set(0);
  }

  @Test
  void runsStepsOfAProfileOnce() {
    try (StepRegistry registry = specs.factories(Shared.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      assertThat(labels(builder.build(executor(1, 0, 1)))).containsEntry("a.shared", "1");
      assertThat(labels(builder.build(executor(2, 0, 1)))).containsEntry("a.shared", "2");
      assertThat(RUNS).hasValue(1);
    }
  }

  @Test
  void runsThemAgainForAnotherProfileAndForOtherResources() {
    try (StepRegistry registry = specs.factories(Shared.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      builder.build(executor(1, 0, 1));
      builder.build(executor(2, 7, 1));
      builder.build(executor(3, 0, 4));
      builder.build(ExecutorConf.create(specs.context(), "4", 0, resources(1)));
      assertThat(RUNS).hasValue(4);
    }
  }

  @Test
  void showsAStepOfThePodThePodOfItsExecutor() {
    try (StepRegistry registry = specs.factories(Shared.class, Own.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      builder.build(executor(1, 0, 1));
      assertThat(labels(builder.build(executor(2, 0, 1))))
          .as("b.own copies what a.shared wrote for the executor")
          .containsEntry("b.own", "2-saw-2");
    }
  }

  @Test
  void runsAStepOfAProfileForEachExecutorBehindOneOfThePod() {
    try (StepRegistry registry = specs.factories(Own.class, LateShared.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      builder.build(executor(1, 0, 1));
      assertThat(labels(builder.build(executor(2, 0, 1)))).containsEntry("c.late", "2-saw-null");
    }
  }

  @Test
  void givesEachExecutorObjectsOfItsOwn() {
    try (StepRegistry registry = specs.factories(WithObject.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      HasMetadata first = builder.build(executor(1, 0, 1)).resources().get(0);
      HasMetadata second = builder.build(executor(2, 0, 1)).resources().get(0);
      assertThat(second).isEqualTo(first).isNotSameAs(first);
    }
  }

  @Test
  void asksForTheScopeWithTheSettings() {
    try (StepRegistry registry = specs.factories(SharedForProfileSeven.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      builder.build(executor(1, 7, 1));
      builder.build(executor(2, 7, 1));
      assertThat(RUNS).as("for profile 7").hasValue(1);
      builder.build(executor(3, 0, 1));
      builder.build(executor(4, 0, 1));
      assertThat(RUNS.get() - 1).as("for profile 0, where nothing is shared").isEqualTo(2);
    }
  }

  @Test
  void makesLaterExecutorsOfATextThatSaysTheSame() {
    try (StepRegistry registry = specs.factories(Shared.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      int texts = 0;
      for (int id : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22, 99, 100, 122, 4711}) {
        ExecutorSpec spec = builder.build(executor(id, 0, 1));
        assertThat(spec.podName()).isEqualTo(spec.pod().getMetadata().getName()).endsWith("-" + id);
        assertThat(labels(spec)).containsEntry("a.shared", Integer.toString(id));
        if (spec.json().isPresent()) {
          assertThat(spec.json()).contains(Serialization.asJson(spec.pod()));
          texts++;
        }
      }
      assertThat(texts).as("all but the first eight").isEqualTo(9);
    }
  }

  @Test
  void knowsWhichContainerIsSparksOfAllExecutors() {
    try (StepRegistry registry = specs.factories(Elsewhere.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      assertThat(builder.build(executor(1, 0, 1)).sparkContainer())
          .as("no template and no step names it")
          .isEmpty();
    }
    try (StepRegistry registry = specs.factories(Shared.class, NamedContainer.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      for (int id = 1; id <= 12; id++) {
        ExecutorSpec spec = builder.build(executor(id, 0, 1));
        assertThat(spec.sparkContainer()).as("executor %s", id).contains("worker");
      }
    }
  }

  @Test
  void buildsEachExecutorWhereMoreThanTheIdDiffers() {
    try (StepRegistry registry = specs.factories(Reckoning.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      for (int id = 1; id <= 30; id++) {
        ExecutorSpec spec = builder.build(executor(id, 0, 1));
        assertThat(spec.json()).isEmpty();
        assertThat(labels(spec)).containsEntry("queue", "queue-" + id % 4);
      }
    }
  }

  @Test
  void putsExecutorsIntoTheirNamespaceWhateverTheTemplateSays() {
    try (StepRegistry registry = specs.factories(Elsewhere.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      assertThat(builder.build(executor(1, 0, 1)).pod().getMetadata().getNamespace())
          .isEqualTo(context.namespace());
    }
  }

  @Test
  void buildsEachExecutorWhereAStepLooksAtIt() {
    try (StepRegistry registry = specs.factories(Shared.class, Own.class).registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      for (int id = 1; id <= 30; id++) {
        ExecutorSpec spec = builder.build(executor(id, 0, 1));
        assertThat(spec.json()).isEmpty();
        assertThat(labels(spec)).containsEntry("b.own", id + "-saw-" + id);
      }
    }
  }

  private ExecutorConf executor(int id, int profile, int cores) {
    return ExecutorConf.create(context, Integer.toString(id), profile, resources(cores));
  }

  private static ExecutorResources resources(int cores) {
    return ExecutorResources.builder().cores(cores).heapMiB(1024).totalMemoryMiB(1408).build();
  }

  private static Map<String, String> labels(ExecutorSpec spec) {
    return spec.pod().getMetadata().getLabels();
  }

  private static SparkPod label(SparkPod pod, String key, String value) {
    return pod.editMetadata(metadata -> metadata.addToLabels(key, value));
  }

  private static String idIn(KubernetesConf conf) {
    return conf instanceof KubernetesExecutorConf executor ? executor.executorId() : "driver";
  }

  abstract static class Counted implements FeatureStepFactory {
    @Override
    public String description() {
      return "Counts how often it runs.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          pod -> {
            RUNS.incrementAndGet();
            return pod;
          });
    }
  }

  /** Writes the id for the executor that it was made for, then for each other. */
  public static final class Shared extends Counted {
    @Override
    public String id() {
      return "a.shared";
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
              RUNS.incrementAndGet();
              return label(pod, "a.shared", idIn(conf));
            }

            @Override
            public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
              return label(pod, "a.shared", executor.executorId())
                  .editMetadata(metadata -> metadata.withName(executor.podName()));
            }
          });
    }
  }

  /** Names Spark's container, as a template may do. */
  public static final class NamedContainer extends Counted {
    @Override
    public String id() {
      return "b.named";
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(pod -> pod.editContainer(c -> c.withName("worker")));
    }
  }

  /** Says what a template may say. */
  public static final class Elsewhere extends Counted {
    @Override
    public String id() {
      return "a.elsewhere";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(pod -> pod.editMetadata(m -> m.withNamespace("elsewhere")));
    }
  }

  /** Does not keep to what its scope promises. */
  public static final class Reckoning extends Counted {
    @Override
    public String id() {
      return "a.reckoning";
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
              return pod;
            }

            @Override
            public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
              return label(pod, "queue", "queue-" + Integer.parseInt(executor.executorId()) % 4);
            }
          });
    }
  }

  /** Depends on the executor. */
  public static class Own extends Counted {
    @Override
    public String id() {
      return "b.own";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          pod ->
              label(
                  pod,
                  id(),
                  idIn(conf) + "-saw-" + pod.pod().getMetadata().getLabels().get("a.shared")));
    }
  }

  /** Could be shared if it stood further ahead. */
  public static final class LateShared extends Own {
    @Override
    public String id() {
      return "c.late";
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }
  }

  /** Brings an object, which the engine is going to change. */
  public static final class WithObject extends Counted {
    @Override
    public String id() {
      return "d.object";
    }

    @Override
    public StepScope scope() {
      return StepScope.RESOURCE_PROFILE;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            private final HasMetadata object =
                new ConfigMapBuilder().withNewMetadata().withName("shared").endMetadata().build();

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

  /** Its scope depends on what it is asked for. */
  public static final class SharedForProfileSeven extends Counted {
    @Override
    public String id() {
      return "e.seven";
    }

    @Override
    public StepScope scopeFor(KubernetesExecutorConf conf) {
      return conf.resourceProfileId() == 7 ? StepScope.RESOURCE_PROFILE : StepScope.POD;
    }
  }
}
