// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.PodEdits;
import io.podsmith.steps.internal.Requirements;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A keytab with which the driver logs in by itself. A file of the submitting machine travels in a
 * secret; one in the image ({@code local:}) is used where it is.
 */
final class Keytab {
  private final boolean configured;
  private final String secretName;
  private final String fileName;
  private final Optional<String> base64;

  private Keytab(boolean configured, String secretName, String fileName, Optional<String> base64) {
    this.configured = configured;
    this.secretName = secretName;
    this.fileName = fileName;
    this.base64 = base64;
  }

  static Keytab of(KubernetesConf conf) {
    Requirements.bothOrNeither(conf, SparkKeys.KEYTAB, SparkKeys.PRINCIPAL);
    Optional<String> keytab = conf.get(SparkKeys.KEYTAB);
    return new Keytab(
        keytab.isPresent(),
        conf.resourceNamePrefix() + "-kerberos-keytab",
        keytab.map(LocalResources::fileName).orElse(""),
        keytab
            .filter(uri -> !uri.startsWith("local:"))
            .map(uri -> LocalResources.read(conf, SparkKeys.KEYTAB.key(), uri))
            .map(Base64.getEncoder()::encodeToString));
  }

  boolean isConfigured() {
    return configured;
  }

  boolean isUploaded() {
    return base64.isPresent();
  }

  SparkPod mount(SparkPod pod) {
    return PodEdits.mount(
        pod,
        PodEdits.secretVolume(Constants.KERBEROS_KEYTAB_VOLUME, secretName),
        Constants.KERBEROS_KEYTAB_MOUNT_POINT);
  }

  Map<String, String> properties() {
    return isUploaded()
        ? Map.of(SparkKeys.KEYTAB.key(), Constants.KERBEROS_KEYTAB_MOUNT_POINT + "/" + fileName)
        : Map.of();
  }

  Optional<HasMetadata> resource() {
    return base64.map(
        data ->
            new SecretBuilder()
                .withNewMetadata()
                .withName(secretName)
                .endMetadata()
                .withImmutable(true)
                .withData(Map.of(fileName, data))
                .build());
  }
}
