package io.podsmith.core.client;

/** Who talks to the API server, which decides on timeouts. */
public enum ClientPurpose {
  /** The submitting process: {@code spark.kubernetes.submission.*Timeout}. */
  SUBMISSION,
  /** The driver: {@code spark.kubernetes.driver.*Timeout}. */
  DRIVER
}
