// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.testkit.RealKubernetes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Runs where the binaries of a real kube-apiserver are there. */
class RealDryRunIT extends DryRunContract {
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata:
        name: no-pods-named-rejected
      spec:
        matchConstraints:
          resourceRules:
            - apiGroups: [""]
              apiVersions: [v1]
              operations: [CREATE]
              resources: [pods]
        validations:
          - expression: "object.metadata.name != 'rejected'"
            message: the policy rejects this name
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata:
        name: no-pods-named-rejected
      spec:
        policyName: no-pods-named-rejected
        validationActions: [Deny]
      """;

  @Override
  ApiServerUnderTest start() {
    RealKubernetes.assumeThere();
    return new RealApiServer();
  }

  @Test
  void showsTheDefaultsOfALimitRange() throws Exception {
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
                .addToDefault("memory", new Quantity("777Mi"))
                .addToDefaultRequest("cpu", new Quantity("123m"))
                .endLimit()
                .endSpec()
                .build())
        .create();
    String container = Drivers.pod("pi").build().getSpec().getContainers().get(0).getName();

    assertThat(run("server", Drivers.driver("pi")))
        .contains(
            "#   spec.containers[name=%s].resources.limits.memory: 777Mi (api-server)"
                .formatted(container),
            "#   spec.containers[name=%s].resources.requests.cpu: 123m (api-server)"
                .formatted(container));
    assertNothingIsLeft();
  }

  @Test
  void failsIfAnAdmissionPolicyRejectsThePod() {
    client()
        .load(new ByteArrayInputStream(POLICY.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(each -> client().resource(each).create());
    awaitPolicy();

    assertThatThrownBy(() -> run("server", Drivers.driver("rejected")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the policy rejects this name");
    assertNothingIsLeft();
  }

  /** The API server takes some time to enforce a new policy. */
  private void awaitPolicy() {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        client()
            .resource(
                new PodBuilder(Drivers.pod("rejected").build())
                    .editMetadata()
                    .withNamespace(namespace())
                    .endMetadata()
                    .build())
            .dryRun(true)
            .create();
      } catch (KubernetesClientException e) {
        assertThat(e).hasMessageContaining("the policy rejects this name");
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
