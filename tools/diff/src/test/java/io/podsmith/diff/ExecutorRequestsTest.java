// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.testkit.cluster.RecordedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorRequestsTest {
  private static final String POD =
      """
      {"kind": "Pod", "spec": {"volumes": [
        {"name": "data", "persistentVolumeClaim": {"claimName": "mine-1"}},
        {"name": "shared", "persistentVolumeClaim": {"claimName": "shared"}},
        {"name": "conf", "configMap": {"name": "conf"}}]}}
      """;
  private static final String DATA =
      "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.";
  private static final Map<String, String> NEW_CLAIM =
      Map.of(DATA + "storageClass", "fast", DATA + "sizeLimit", "1Gi");

  private static RecordedRequest post(String resource, String body, int status) {
    return new RecordedRequest(
        Instant.EPOCH,
        "POST",
        "/api/v1/namespaces/default/" + resource,
        "",
        "create",
        resource,
        "default",
        "",
        "application/json",
        body,
        "",
        "",
        status);
  }

  @Test
  void waitsForClaimsThatTheDriverCreates() {
    RecordedRequest pod = post("pods", POD, 201);
    assertThat(ExecutorRequests.areComplete(List.of(), NEW_CLAIM)).isFalse();
    assertThat(ExecutorRequests.areComplete(List.of(pod), NEW_CLAIM)).isFalse();
    assertThat(
            ExecutorRequests.areComplete(
                List.of(pod, post("persistentvolumeclaims", "{}", 201)), NEW_CLAIM))
        .isTrue();
    assertThat(ExecutorRequests.areComplete(List.of(pod), Map.of()))
        .as("the claim exists")
        .isTrue();
  }

  @Test
  void waitsForTheAnswer() {
    assertThat(ExecutorRequests.areComplete(List.of(post("pods", POD, 0)), Map.of())).isFalse();
    assertThat(
            ExecutorRequests.areComplete(
                List.of(post("pods", POD, 201), post("persistentvolumeclaims", "{}", 0)),
                NEW_CLAIM))
        .isFalse();
  }

  @Test
  void expectsNothingAfterARejectedPodOrASetOfExecutors() {
    assertThat(ExecutorRequests.areComplete(List.of(post("pods", POD, 422)), NEW_CLAIM)).isTrue();
    assertThat(ExecutorRequests.areComplete(List.of(post("statefulsets", POD, 201)), NEW_CLAIM))
        .isTrue();
  }
}
