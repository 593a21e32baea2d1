// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Creates a uniquely named object, retrying while the server is busy. Blocks. */
public final class PatientCreate {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PatientCreate() {}

  /**
   * Creates an object whose name is unique, and asks again for half a minute where the server is
   * busy or does not answer. That it is there already means that an earlier request was carried out
   * and its answer lost.
   *
   * @param object names its namespace
   * @throws KubernetesClientException the last failure
   */
  public static void unique(KubernetesClient client, HasMetadata object) {
    KubernetesClient once = askingOnce(client);
    Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    long begin = System.nanoTime();
    while (true) {
      try {
        once.resource(object).create();
        return;
      } catch (KubernetesClientException e) {
        ApiFailure failure = ApiFailure.of(e);
        if (failure.isAlreadyExists()) {
          return;
        }
        Duration own = pauses.nextPause();
        Duration pause = failure.retryAfter().filter(p -> p.compareTo(own) > 0).orElse(own);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        boolean pointless = !failure.isBusy() && !failure.isUnknownOutcome();
        if (pointless || elapsed.plus(pause).compareTo(PATIENCE) > 0) {
          throw e;
        }
        sleep(pause, e);
      }
    }
  }

  /**
   * Returns the client with its built-in retries disabled, and with requests that end when an
   * answer is overdue ({@link AnswerLimit}). Built-in retries hide that the server is busy, and
   * turn a create whose answer was lost into one that is rejected, as its object exists.
   */
  static KubernetesClient askingOnce(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(AnswerLimit.millis(client.getConfiguration()))
                .build())
        .adapt(KubernetesClient.class);
  }

  private static void sleep(Duration pause, KubernetesClientException failure) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
