// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.ClusterException;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.Rig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long an application continues after its driver has lost access to the API server. */
class AccessLimitTest {
  private static final String TIMEOUT = "spark.podsmith.executor.accessTimeout";
  private static final ApiFailure UNAUTHORIZED =
      FakeCluster.failure(401, "Unauthorized", "create pod p: HTTP 401, Unauthorized");
  private static final ApiFailure NO_CREATE =
      FakeCluster.failure(
          403,
          "Forbidden",
          """
          pods is forbidden: User "system:serviceaccount:ns:spark" cannot create resource "pods" in \
          API group "" in the namespace "ns\"""");

  private static Rig running(Map<String, String> settings) {
    Rig rig = new Rig(settings).start();
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(5));
    return rig;
  }

  private static void reject(Rig rig, ApiFailure failure) {
    rig.cluster.createFails = () -> true;
    rig.cluster.profileFailure = failure;
    rig.want(2);
  }

  @Test
  void endsTheApplicationOnceTheCredentialsWereRejectedForTheTimeout() {
    Rig rig = running(Map.of("spark.kubernetes.executor.enableApiPolling", "false"));
    rig.backend.registered.put(1L, 0L);
    reject(rig, UNAUTHORIZED);
    rig.loop.advance(Duration.ofMinutes(9));
    assertThat(rig.backend.aborts).isEmpty();
    rig.loop.advance(Duration.ofSeconds(100));
    assertThat(rig.backend.aborts)
        .singleElement()
        .isInstanceOf(ClusterException.class)
        .asString()
        .contains("PODSMITH-CLUSTER-002", "for 6", "HTTP 401", TIMEOUT + "=0");
  }

  @Test
  void retriesIndefinitelyWhereThatIsWanted() {
    Rig rig = running(Map.of(TIMEOUT, "0", "spark.kubernetes.executor.enableApiPolling", "false"));
    reject(rig, UNAUTHORIZED);
    rig.loop.advance(Duration.ofHours(9));
    assertThat(rig.backend.aborts).isEmpty();
  }

  @Test
  void startsAgainWhereTheCredentialsWereAcceptedMeanwhile() {
    Rig rig = running(Map.of("spark.kubernetes.executor.enableApiPolling", "false"));
    for (int i = 0; i < 3; i++) {
      reject(rig, UNAUTHORIZED);
      rig.loop.advance(Duration.ofMinutes(8));
      rig.cluster.createFails = () -> false;
      rig.loop.advance(Duration.ofMinutes(1));
      rig.want(3 + i);
      rig.loop.settle();
    }
    assertThat(rig.backend.aborts).isEmpty();
  }

  @Test
  void endsAnApplicationWithoutExecutorsThatMayNotCreateAny() {
    Rig rig = running(Map.of());
    rig.backend.registered.put(1L, 0L);
    reject(rig, NO_CREATE);
    rig.loop.advance(Duration.ofHours(1));
    assertThat(rig.backend.aborts).as("what runs can finish the job").isEmpty();

    rig.backend.registered.clear();
    rig.loop.advance(Duration.ofMinutes(11));
    assertThat(rig.backend.aborts)
        .singleElement()
        .asString()
        .contains("no executor is registered, and none can be created", "grant system:service");
  }
}
