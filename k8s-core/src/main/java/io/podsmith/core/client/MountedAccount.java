// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files with which Kubernetes gives a pod the token of its service account and the certificate
 * authority of the API server.
 *
 * @param token the file with the token
 * @param authority the file with the certificate authority
 * @param authPrefix the prefix of the settings that replace these files
 */
record MountedAccount(Path token, Path authority, String authPrefix) {

  /**
   * Returns the files that the client library reads in a pod.
   *
   * @param authPrefix the prefix of the settings that replace these files
   */
  static MountedAccount ofThisPod(String authPrefix) {
    return new MountedAccount(
        Path.of(
            Utils.getSystemPropertyOrEnvVar(
                Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
                Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH)),
        Path.of(
            Utils.getSystemPropertyOrEnvVar(
                Config.KUBERNETES_CA_CERTIFICATE_FILE_SYSTEM_PROPERTY,
                Config.KUBERNETES_SERVICE_ACCOUNT_CA_CRT_PATH)),
        authPrefix);
  }

  /** Returns whether Kubernetes runs this process in a pod. */
  static boolean isInPod() {
    return Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_SERVICE_HOST_PROPERTY) != null;
  }

  /** Describes why the pod's token cannot be used, and what to change. */
  Optional<String> problem() {
    if (!Files.exists(token)) {
      return Optional.of(
          """
          no service account token is mounted in this pod: automountServiceAccountToken is false in \
          the pod template or the service account (looked for %s); set it to true, or %s"""
              .formatted(token, alternative()));
    }
    if (!Files.isReadable(token)) {
      return Optional.of(
          """
          the service account token %s is not readable for user %s; set securityContext.fsGroup in \
          the pod template, or %s"""
              .formatted(token, System.getProperty("user.name"), alternative()));
    }
    try {
      return Files.readString(token).isBlank()
          ? Optional.of(
              "the service account token %s is empty; mount a valid token, or %s"
                  .formatted(token, alternative()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "the service account token %s cannot be read (%s); mount a valid token, or %s"
              .formatted(token, e.getClass().getSimpleName(), alternative()));
    }
  }

  /** Describes why the API server's certificate cannot be checked, and what to change. */
  Optional<String> authorityProblem() {
    return Files.isReadable(authority)
        ? Optional.empty()
        : Optional.of(
            """
            the certificate authority %s is missing or not readable in this pod; mount it, or set \
            %s.caCertFile"""
                .formatted(authority, authPrefix));
  }

  private String alternative() {
    return "set %1$s.oauthTokenFile and %1$s.caCertFile to files in the pod".formatted(authPrefix);
  }
}
