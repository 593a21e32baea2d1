// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiFailureTest {
  @Test
  void keepsAllButTheWordsInOtherWords() {
    IllegalStateException cause = new IllegalStateException("of the connection");
    ApiFailure failure =
        new ApiFailure(
            403,
            "Forbidden",
            "no",
            Optional.of(Duration.ofSeconds(2)),
            Set.of("NamespaceTerminating"),
            cause);

    ApiFailure other = failure.withMessage("no; the pod is from step acme.pods");

    assertThat(other.said()).isEqualTo("no; the pod is from step acme.pods");
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(other).hasCause(cause);
    assertThat(Rejection.of(other)).isEqualTo(Rejection.NAMESPACE_GONE);
  }
}
