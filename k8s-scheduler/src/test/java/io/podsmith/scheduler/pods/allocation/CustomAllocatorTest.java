// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.allocator.AllocatorContext;
import io.podsmith.scheduler.allocator.ObservedPod;
import io.podsmith.scheduler.allocator.PodsAllocator;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomAllocatorTest {
  private static final String KEY = "spark.kubernetes.allocation.pods.allocator";

  private final ManualLoop loop = new ManualLoop();
  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorPodStore store = new ExecutorPodStore(loop);
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final Notes notes = new Notes();
  private final CustomAllocator allocator =
      new CustomAllocator(
          notes,
          new ExecutorPodContext(
              SparkSettings.of(Map.of("spark.acme.pool", "warm"), Map.of()),
              client,
              "ns",
              "app",
              Optional.empty()),
          TestPods.specs("app"),
          store,
          new Aborter(backend),
          loop);

  /** Writes down what it is told. */
  public static final class Notes implements PodsAllocator {
    final List<String> told = new ArrayList<>();
    private AllocatorContext context;
    private RuntimeException failure;

    @Override
    public void start(AllocatorContext given) {
      context = given;
      told.add("start");
    }

    @Override
    public void setTargets(Map<Integer, Integer> executorsByProfile) {
      told.add("targets " + new TreeMap<>(executorsByProfile));
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void podsChanged(List<ObservedPod> pods) {
      pods.forEach(p -> told.add(p.podName() + " " + p.state()));
    }

    @Override
    public void stop() {
      told.add("stop");
    }
  }

  /** Cannot be made. */
  public static final class Broken implements PodsAllocator {
    public Broken() {
      throw new IllegalStateException("no pool configured");
    }

    @Override
    public void start(AllocatorContext context) {}

    @Override
    public void setTargets(Map<Integer, Integer> executorsByProfile) {}

    @Override
    public void podsChanged(List<ObservedPod> pods) {}
  }

  /** Stands for Spark's class of that name. */
  public abstract static class AbstractPodsAllocator {}

  /** As people wrote them for Spark's own resource manager. */
  public static final class ForUpstream extends AbstractPodsAllocator {}

  @AfterEach
  void close() {
    client.close();
  }

  private static void assertRefused(String className, String... words) {
    assertThatThrownBy(() -> CustomAllocatorLoader.load(className))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(KEY + " is '" + className + "'")
        .hasMessageContainingAll(words);
  }

  @Test
  void isToldWhatThereIsWhenItStarts() {
    allocator.setTargets(Map.of(0, 3));
    allocator.setTargets(Map.of(1, 2));
    store.update(
        List.of(
            new ClusterApi.PodEvent(
                Documents.executor(TestPods.executor("app", 7, 0)).orElseThrow(), false)));
    assertThat(notes.told).isEmpty();
    allocator.start();
    assertThat(notes.told).containsExactly("start", "targets {0=3, 1=2}", "app-exec-7 PENDING");
    assertThat(notes.context.setting("spark.acme.pool")).contains("warm");
  }

  @Test
  void endsTheApplicationWithWhatItThrows() {
    allocator.start();
    notes.failure = new IllegalStateException("the pool is closed");
    allocator.setTargets(Map.of(0, 1));
    assertThat(backend.aborts)
        .singleElement()
        .satisfies(
            cause ->
                assertThat(cause)
                    .hasMessageContaining("PODSMITH-APP-005")
                    .hasMessageContaining(Notes.class.getName())
                    .hasMessageContaining("setTargets")
                    .hasCause(notes.failure));
  }

  @Test
  void endsTheApplicationWithWhatItsRequestsThrow() {
    allocator.start();
    notes.context.request(
        () -> {
          throw new IllegalStateException("no route");
        });
    assertThat(allocator.isQuiet()).isFalse();
    loop.settle();
    assertThat(allocator.isQuiet()).isTrue();
    assertThat(backend.aborts).singleElement().asString().contains("no route");
  }

  @Test
  void isLeftAloneAfterTheEnd() {
    allocator.start();
    allocator.stop();
    notes.told.clear();
    allocator.setTargets(Map.of(0, 1));
    notes.context.run(() -> notes.told.add("late"));
    loop.settle();
    assertThat(notes.told).isEmpty();
  }

  @Test
  void buildsExecutorsAndTemplates() {
    allocator.start();
    assertThat(notes.context.executor(4, 0).pod().getMetadata().getName())
        .isEqualTo(TestPods.name("app", 4));
    assertThat(notes.context.template(0).pod().getMetadata().getLabels())
        .containsValue(ExecutorSpecFactory.ID_IN_TEMPLATE);
    assertThatThrownBy(() -> notes.context.executor(0, 0)).hasMessageContaining("positive");
  }

  @Test
  void refusesAClassThatIsNotThere() {
    assertRefused("com.acme.Missing", "'statefulset'", "classpath");
  }

  @Test
  void refusesAClassOfAnotherKind() {
    assertRefused("java.lang.String", "does not implement", PodsAllocator.class.getName());
  }

  @Test
  void refusesAClassWrittenForUpstream() {
    assertRefused(ForUpstream.class.getName(), "AbstractPodsAllocator", "Spark's resource manager");
  }

  @Test
  void refusesAClassThatCannotBeMade() {
    assertRefused(Broken.class.getName(), "no pool configured");
    assertRefused(PodsAllocator.class.getName(), "constructor");
  }

  @Test
  void makesAnAllocatorOfItsClass() {
    assertThat(CustomAllocatorLoader.load(Notes.class.getName())).isInstanceOf(Notes.class);
  }
}
