// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/**
 * How long a request of the driver may be without an answer.
 *
 * <p>Some users set {@code spark.kubernetes.driver.requestTimeout} to hours. A connection that has
 * silently died would then hold up an executor, a lookup or the end of the application for as long,
 * so no request waits longer than {@link #LONGEST}; what it should have done is looked up and
 * repeated.
 */
public final class AnswerLimit {
  /** The API server gives a webhook up to this long. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private AnswerLimit() {}

  /** Returns how long to wait for an answer, in milliseconds: as configured, up to the limit. */
  static int millis(Config config) {
    int configured = config.getRequestTimeout();
    int longest = (int) LONGEST.toMillis();
    return configured <= 0 ? longest : Math.min(configured, longest);
  }

  /** Returns the client with requests that wait no longer; it shares the connections. */
  public static KubernetesClient of(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout(millis(client.getConfiguration()))
                .build())
        .adapt(KubernetesClient.class);
  }
}
