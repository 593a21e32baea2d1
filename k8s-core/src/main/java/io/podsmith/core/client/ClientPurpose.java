// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.ClusterKeys;

/** Who talks to the API server, which decides on timeouts. */
public enum ClientPurpose {
  /** The submitting process: {@code spark.kubernetes.submission.*Timeout}. */
  SUBMISSION(
      ClusterKeys.SUBMISSION_CLIENT_REQUEST_TIMEOUT,
      ClusterKeys.SUBMISSION_CLIENT_CONNECTION_TIMEOUT),
  /** The driver: {@code spark.kubernetes.driver.*Timeout}. */
  DRIVER(ClusterKeys.DRIVER_CLIENT_REQUEST_TIMEOUT, ClusterKeys.DRIVER_CLIENT_CONNECTION_TIMEOUT);

  private final ConfigEntry<Integer> requestTimeout;
  private final ConfigEntry<Integer> connectionTimeout;

  ClientPurpose(ConfigEntry<Integer> requestTimeout, ConfigEntry<Integer> connectionTimeout) {
    this.requestTimeout = requestTimeout;
    this.connectionTimeout = connectionTimeout;
  }

  ConfigEntry<Integer> requestTimeout() {
    return requestTimeout;
  }

  ConfigEntry<Integer> connectionTimeout() {
    return connectionTimeout;
  }
}
