// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a service account token is valid for the lifetime of one pod only. */
final class PodBoundToken {
  private PodBoundToken() {}

  /**
   * Returns the name of the pod to which a token is bound, by the claim {@code kubernetes.io.pod}
   * that the API server writes into tokens that a kubelet mounts.
   *
   * @return empty for any other token, also for one that is no JSON Web Token
   */
  static Optional<String> podOf(byte[] token) {
    String[] parts = new String(token, StandardCharsets.UTF_8).trim().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      Object claims = Serialization.unmarshal(payload, Object.class);
      return map(claims, "kubernetes.io")
          .flatMap(kubernetes -> map(kubernetes, "pod"))
          .map(pod -> String.valueOf(pod.get("name")));
    } catch (IllegalArgumentException e) { // some other text with two dots
      return Optional.empty();
    }
  }

  private static Optional<Map<?, ?>> map(Object of, String key) {
    return of instanceof Map<?, ?> claims && claims.get(key) instanceof Map<?, ?> found
        ? Optional.of(found)
        : Optional.empty();
  }
}
