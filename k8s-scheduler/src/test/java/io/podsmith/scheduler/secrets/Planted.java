// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** The places that accept a secret. Each has a distinct value, new in each run. */
public enum Planted {
  /** A setting whose key looks like a secret. */
  SETTING,
  /** A setting that a plugin declares as a secret; its key does not look like one. */
  PLUGIN_SETTING,
  /** {@code spark.authenticate.secret}. */
  AUTHENTICATION,
  /** {@code spark.kubernetes.driverEnv.*}. */
  DRIVER_VARIABLE,
  /** {@code spark.executorEnv.*}. */
  EXECUTOR_VARIABLE,
  /** {@code spark.driver.extraJavaOptions}. */
  DRIVER_OPTION,
  /** {@code spark.executor.extraJavaOptions}. */
  EXECUTOR_OPTION,
  /** The content of a file of {@code --files}. */
  FILE,
  /** The user info in {@code spark.jars}. */
  JAR_URL,
  /** The user info in {@code spark.files}. */
  FILE_URL,
  /** The user info in {@code spark.kubernetes.file.upload.path}. */
  UPLOAD_URL,
  /** The token in {@code spark.jars.repositories}, as a user without a password. */
  REPOSITORY_URL,
  /** {@code spark.kubernetes.authenticate.submission.oauthToken}. */
  SUBMITTER_TOKEN,
  /** {@code spark.kubernetes.authenticate.driver.oauthToken}. */
  DRIVER_TOKEN,
  /** An environment variable of the driver's pod template. */
  DRIVER_TEMPLATE,
  /** An environment variable of the executors' pod template. */
  EXECUTOR_TEMPLATE,
  /** An argument of the application. */
  ARGUMENT;

  private final String value =
      "Pl4nt-%s-%s"
          .formatted(name().replace('_', '-'), UUID.randomUUID().toString())
          .toLowerCase(Locale.ROOT);

  /** Returns the secret: letters, digits and hyphens. */
  public String value() {
    return value;
  }

  /** Returns what {@code String.hashCode} says of the secret, for a job that checks it. */
  public String hash() {
    return Integer.toString(value.hashCode());
  }

  /** Returns whether a text contains the secret, as it is, in hexadecimal, or within Base64. */
  public boolean isIn(String text) {
    return Traces.areIn(text, value.getBytes(StandardCharsets.US_ASCII));
  }
}
