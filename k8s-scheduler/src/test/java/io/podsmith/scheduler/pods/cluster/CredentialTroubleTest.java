// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.Rig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialTroubleTest {
  private static final ApiFailure REJECTED =
      FakeCluster.failure(401, "Unauthorized", "create pod p: HTTP 401, Unauthorized");

  @Test
  void namesTheSettingOnceAndNotItsValue() {
    String key = "spark.kubernetes.authenticate.oauthToken";
    try (KubernetesClient client =
            KubernetesClients.create(
                "k8s://https://127.0.0.1:1",
                Optional.empty(),
                "spark.kubernetes.authenticate",
                ClientPurpose.DRIVER,
                SparkSettings.of(Map.of(key, "s3cret"), Map.of()),
                Optional.empty());
        LogLines log = new LogLines(CredentialTrouble.class)) {
      CredentialTrouble trouble = CredentialTrouble.of(client.getConfiguration());
      trouble.rejected(REJECTED);
      trouble.rejected(REJECTED);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN Executors can no longer be created")
          .contains(key, "HTTP 401")
          .doesNotContain("s3cret");
      trouble.accepted();
      trouble.accepted();
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void noOtherWarningRepeatsIt() {
    Rig rig = new Rig(Map.of()).start();
    rig.want(1);
    rig.cluster.createFails = () -> true;
    rig.cluster.profileFailure = REJECTED;
    try (LogLines log = new LogLines(RefusalLog.class)) {
      rig.want(2);
      rig.loop.advance(Duration.ofHours(1));
      assertThat(log.lines()).isEmpty();
    }
    assertThat(rig.backend.aborts).as("what runs goes on").isEmpty();
  }
}
