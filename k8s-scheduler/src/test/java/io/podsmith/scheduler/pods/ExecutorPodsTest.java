// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.growth.Growth;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What depends on the order in which a change of a pod reaches the parts of the assembly. */
class ExecutorPodsTest {
  private static final String SPARK = Constants.DEFAULT_EXECUTOR_CONTAINER_NAME;
  private static final ExecutorSpecFactory WITH_LIMIT =
      (id, profile) ->
          new ExecutorSpec(
              new PodBuilder(TestPods.executor(Rig.APP, id, profile))
                  .editSpec()
                  .editFirstContainer()
                  .withNewResources()
                  .withLimits(Map.of("memory", new Quantity("1Gi")))
                  .endResources()
                  .endContainer()
                  .endSpec()
                  .build(),
              List.of(),
              List.of());

  @Test
  void executorsThatRegisteredHaveStartedHoweverSoonTheyEnd() {
    Rig rig = new Rig(Map.of("spark.executor.maxNumFailures", "1000")).start();
    rig.want(20);
    for (long id = 1; id <= 20; id++) {
      rig.backend.registered.put(id, rig.loop.now());
    }
    for (long id = 1; id <= 20; id++) {
      rig.cluster.setPhase(rig.pod(id), "Failed");
    }
    rig.loop.settle();
    assertThat(rig.cluster.running())
        .as("replaced without a pause, since the allocator learns of an end before the scheduler")
        .isEqualTo(20);
  }

  @Test
  void reportsTheLastMemoryUsageOfAnExecutorWhosePodIsGone() {
    Rig rig = new Rig(Map.of(), WITH_LIMIT, Optional.empty()).start();
    rig.want(1);
    rig.growth.usage.put(rig.pod(1), Map.of(SPARK, 700L << 20));
    rig.pods.memory().look(new Growth(0.9, 0.1, 1L << 31));
    rig.loop.settle();
    rig.cluster
        .pods
        .get(rig.pod(1))
        .getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName(SPARK)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(137)
                    .withReason("OOMKilled")
                    .endTerminated()
                    .endState()
                    .build()));
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.backend.removed.get(1L).message())
        .as("the end and the deletion came as one event")
        .contains("(1Gi; when last measured it used 700Mi)");
  }
}
