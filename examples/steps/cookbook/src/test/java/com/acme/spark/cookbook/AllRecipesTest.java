// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import org.junit.jupiter.api.Test;

/** The recipes work together: no step takes a name or a field of another one. */
class AllRecipesTest {
  @Test
  void addAllFeaturesToOneJob() {
    Submission job = Recipe.JOB;
    for (Recipe recipe : Recipe.ALL) {
      if (!recipe.isPlugin() && !recipe.directory().equals("host-network")) {
        job = job.withConf(recipe.settings());
      }
    }

    BuiltSubmission built = job.build();

    assertThat(built.account())
        .contains("acme.sql-proxy", "acme.vault-secrets", "acme.service-mesh", "acme.restricted");
    assertThat(built.driverPod().getSpec().getInitContainers())
        .as("the policy runs after the steps that add containers")
        .allSatisfy(
            container ->
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse());
  }

  @Test
  void rejectsTheHostNetworkInRestrictedPods() {
    Submission job =
        Recipe.JOB
            .withConf("spark.acme.hostNetwork.enabled", "true")
            .withConf("spark.acme.restricted.enabled", "true");

    assertThatThrownBy(job::build)
        .hasMessageContaining("spark.acme.restricted.enabled is true")
        .hasMessageContaining("the pod uses the host's network");
  }
}
