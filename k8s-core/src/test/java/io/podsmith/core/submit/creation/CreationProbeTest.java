// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor.RequestTags;
import io.podsmith.core.submit.StubObjects;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a request created its object, or may have. */
class CreationProbeTest {
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final CreationProbe probe = new CreationProbe();

  /** A request of several attempts, some of which never reached the API server. */
  private void send(int attempts, int unsent) {
    HttpRequest.Builder builder =
        server.client().getHttpClient().newHttpRequestBuilder().uri("http://localhost/");
    HttpRequest request = builder.build();
    RequestTags tags =
        new RequestTags() {
          @Override
          public <T> T getTag(Class<T> type) {
            throw new UnsupportedOperationException();
          }
        };
    for (int i = 0; i < attempts; i++) {
      probe.before(builder, request, tags);
      probe.afterConnectionFailure(
          request, i < unsent ? new ConnectException() : new SocketException("reset"));
    }
  }

  private static KubernetesClientException failure(boolean isUnsent) {
    IOException cause = isUnsent ? new ConnectException() : new SocketException("reset");
    return new KubernetesClientException("no answer", cause);
  }

  @ParameterizedTest
  @CsvSource({
    // attempts, how many of them were not sent as far as known, the last one was not, ambiguous
    "0, 0, true, false",
    "1, 0, true, false", // the client does not report the last attempt
    "1, 1, true, false",
    "3, 2, true, false",
    "3, 3, true, false",
    "3, 1, true, true",
    "3, 3, false, true",
    "1, 0, false, true"
  })
  void doubtsUnlessNoAttemptReachedTheApiServer(
      int attempts, int unsent, boolean isLastUnsent, boolean isAmbiguous) {
    probe.begin();
    send(attempts, unsent);

    assertThat(probe.isAmbiguous(failure(isLastUnsent))).isEqualTo(isAmbiguous);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "403, false", "404, false", "408, true", "500, true", "503, true"})
  void doubtsByTheAnswer(int status, boolean isAmbiguous) {
    assertThat(probe.isAmbiguous(new KubernetesClientException("no", status, null)))
        .isEqualTo(isAmbiguous);
  }

  @Test
  void looksAtOneRequestOnly() {
    send(3, 0);
    probe.begin();
    send(1, 0);
    assertThat(probe.isAmbiguous(failure(true))).as("of the earlier request").isFalse();

    send(3, 3);
    probe.begin();
    send(3, 1);
    assertThat(probe.isAmbiguous(failure(true))).as("of this request").isTrue();
  }

  @Test
  void knowsWhatAnApplyHasCreated() throws Exception {
    ConfigMap map = new ConfigMapBuilder().withNewMetadata().withName("a").endMetadata().build();
    ConfigMap other = new ConfigMapBuilder().withNewMetadata().withName("b").endMetadata().build();
    server.put(map);
    try (KubernetesClient client = probe.watching(server.client())) {
      // another patch, of an object that exists
      client.resource(map).inNamespace("jobs").serverSideApply();

      assertThat(probe.apply(() -> client.resource(other).inNamespace("jobs").serverSideApply()))
          .returns(true, CreationProbe.Applied::isNew)
          .extracting(applied -> applied.object().getMetadata().getUid())
          .isEqualTo("uid-of-b");
      assertThat(probe.apply(() -> client.resource(other).inNamespace("jobs").serverSideApply()))
          .returns(false, CreationProbe.Applied::isNew);
    }
  }

  @Test
  void countsAttemptsOfAnApplyFromItsBeginning() {
    send(3, 0);
    KubernetesClientException unsent = failure(true);

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                probe.apply(
                    () -> {
                      throw unsent;
                    }))
        .isSameAs(unsent);

    assertThat(probe.isAmbiguous(unsent)).isFalse();
  }
}
