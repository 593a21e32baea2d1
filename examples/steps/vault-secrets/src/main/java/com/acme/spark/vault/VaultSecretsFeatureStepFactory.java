// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.vault;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.Optional;

/** Fetches secrets if {@code spark.acme.vault.secrets} lists some. */
@AutoService(FeatureStepFactory.class)
public final class VaultSecretsFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<List<String>> SECRETS =
      ConfigEntry.key("spark.acme.vault.secrets")
          .doc("The secrets to fetch, as FILE=PATH: each becomes the file /vault/secrets/FILE.")
          .since("1.0.0")
          .stringType()
          .check(
              each -> each.matches("[a-z0-9][a-z0-9.-]*=[A-Za-z0-9][A-Za-z0-9/._-]*"),
              "of the form FILE=PATH, such as db=secret/data/reports/db")
          .toList()
          .withDefault(List.of());

  static final ConfigEntry<String> ADDRESS =
      ConfigEntry.key("spark.acme.vault.address")
          .doc("Address of the Vault server.")
          .since("1.0.0")
          .stringType()
          .check(url -> url.matches("https://[A-Za-z0-9.:-]+"), "an https:// address without path")
          .withDefault("https://vault.vault.svc:8200");

  static final ConfigEntry<Optional<String>> ROLE =
      ConfigEntry.key("spark.acme.vault.role")
          .doc("Role of Vault's Kubernetes authentication. Required with secrets.")
          .since("1.0.0")
          .stringType()
          .check(role -> role.matches("[A-Za-z0-9_.-]+"), "letters, digits, '_', '.' and '-'")
          .optional();

  static final ConfigEntry<String> IMAGE =
      ConfigEntry.key("spark.acme.vault.image")
          .doc("Image of the agent. It must contain sh and vault.")
          .since("1.0.0")
          .stringType()
          .withDefault("hashicorp/vault:1.20");

  @Override
  public String id() {
    return "acme.vault-secrets";
  }

  @Override
  public String description() {
    return "Fetches secrets from Vault into memory before Spark starts.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(SECRETS, ADDRESS, ROLE, IMAGE);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    List<String> secrets = conf.get(SECRETS);
    if (secrets.isEmpty()) {
      return Optional.empty();
    }
    String role =
        conf.get(ROLE)
            .orElseThrow(
                () ->
                    new InvalidConfigurationException(
                        PodsmithError.CONF_MISSING,
                        ROLE.key(),
                        "%s is not set, but %s lists secrets; set it to the role of this job in Vault"
                            .formatted(ROLE.key(), SECRETS.key())));
    return Optional.of(
        new VaultSecretsFeatureStep(
            AgentConfig.of(conf.get(ADDRESS), role, secrets), conf.get(IMAGE)));
  }
}
