// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.scheduler.pods.testing.Rig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The settings by which executors without a pod are found. */
class MissingPodsTest {
  @Test
  void missesAnExecutorAfterTheTimeThatTheUserGives() {
    Rig rig = rig("spark.kubernetes.executor.missingPodDetectDelta", "3min");
    rig.backend.registered.put(77L, rig.loop.now());

    rig.loop.advance(Duration.ofSeconds(170));
    assertThat(rig.backend.removed).as("too young to be missed").isEmpty();

    rig.loop.advance(Duration.ofSeconds(50));
    assertThat(rig.backend.removed).containsOnlyKeys(77L);
  }

  @Test
  void reportsAnEndOnceForAsLongAsTheUserSays() {
    assertThat(isReportedAgain("20s")).isTrue();
    assertThat(isReportedAgain("1h")).isFalse();
  }

  /** The scheduler goes on knowing an executor whose end it was told of. */
  private static boolean isReportedAgain(String timeout) {
    Rig rig = rig("spark.kubernetes.executor.deletedExecutorsCacheTimeout", timeout);
    rig.want(2);
    long registered = rig.loop.now();
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.backend.removed).containsOnlyKeys(1L);
    rig.backend.removed.clear();
    rig.backend.registered.put(1L, registered);

    rig.loop.advance(Duration.ofMinutes(2));
    rig.cluster.change(rig.pod(2), pod -> pod.getMetadata().setLabels(labels(pod)));
    rig.loop.advance(Duration.ofMinutes(2));
    return rig.backend.removed.containsKey(1L);
  }

  private static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = new TreeMap<>(pod.getMetadata().getLabels());
    labels.put("changed", "true");
    return labels;
  }

  private static Rig rig(String key, String value) {
    return new Rig(Map.of(key, value)).start();
  }
}
