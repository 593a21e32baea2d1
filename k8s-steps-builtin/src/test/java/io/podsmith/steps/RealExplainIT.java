// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs on a real control plane with simulated nodes. */
class RealExplainIT extends ExplainContract {
  @Override
  TestServer start() {
    return TestServer.simulated();
  }

  @Test
  void nameTheApiServerAsTheWriterOfWhatALimitRangeChanges() throws Exception {
    client()
        .resource(
            new LimitRangeBuilder()
                .withNewMetadata()
                .withName("limits")
                .withNamespace(namespace())
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .addToDefault("ephemeral-storage", new Quantity("777Mi"))
                .endLimit()
                .endSpec()
                .build())
        .create();

    Plan plan = explain(Map.of("spark.podsmith.submit.dryRun", "server"));

    FieldProvenance field =
        field(
            plan,
            "spec.containers[name=spark-kubernetes-driver].resources.limits.ephemeral-storage");
    assertThat(field.winner().writer()).isEqualTo(Writer.of(Writer.Kind.API_SERVER));
    assertThat(field.winner().value()).isEqualTo("777Mi");
  }
}
