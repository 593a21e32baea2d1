// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.vault;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration of Vault's agent, in its own language. It contains no secret. */
final class AgentConfig {
  private static final String LOGIN =
      """
      exit_after_auth = true
      vault {
        address = "%s"
      }
      auto_auth {
        method "kubernetes" {
          config = {
            role = "%s"
            token_path = "%s/token"
          }
        }
      }
      """;

  // Spark's user and that of the agent differ, and no other pod has access to the volume.
  private static final String TEMPLATE =
      """
      template {
        destination = "%s/%s"
        perms = "0444"
        error_on_missing_key = true
        contents = "{{ with secret \\"%s\\" }}{{ range $k, $v := .Data.data }}{{ $k }}={{ $v }}\\n{{ end }}{{ end }}"
      }
      """;

  private AgentConfig() {}

  /** Returns the text for secrets of the form {@code FILE=PATH}, which the factory has checked. */
  static String of(String address, String role, List<String> secrets) {
    return LOGIN.formatted(address, role, VaultSecretsFeatureStep.TOKEN_DIR)
        + secrets.stream()
            .map(secret -> secret.split("=", 2))
            .map(
                secret ->
                    TEMPLATE.formatted(VaultSecretsFeatureStep.SECRETS_DIR, secret[0], secret[1]))
            .collect(Collectors.joining());
  }
}
