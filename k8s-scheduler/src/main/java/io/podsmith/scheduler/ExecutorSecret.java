// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.scheduler.pods.cluster.PatientCreate;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secret from which the executors of an application take variables. */
final class ExecutorSecret {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSecret.class);

  private final KubernetesClient client;
  private final Secret secret;
  private final Target target;

  private ExecutorSecret(KubernetesClient client, Secret secret) {
    this.client = client;
    this.secret = secret;
    this.target = Target.of(secret, Optional.of(secret.getMetadata().getNamespace()));
  }

  /** Returns nothing where executors have no variables to protect. */
  static Optional<ExecutorSecret> of(ExecutorContext context, KubernetesClient client) {
    return context.protectedVariables().isEmpty()
        ? Optional.empty()
        : Optional.of(new ExecutorSecret(client, secret(context)));
  }

  private static Secret secret(ExecutorContext context) {
    SortedMap<String, String> data = new TreeMap<>();
    context
        .protectedVariables()
        .forEach(
            (name, value) ->
                data.put(
                    name,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(context.secretName())
            .withNamespace(context.namespace())
            .withLabels(
                Map.of(
                    Constants.SPARK_APP_ID_LABEL,
                    context.appId(),
                    Constants.SPARK_ROLE_LABEL,
                    Constants.SPARK_POD_EXECUTOR_ROLE))
            .endMetadata()
            .withType("Opaque")
            .withImmutable(true)
            .withData(data)
            .build();
    context.driverPod().ifPresent(driver -> own(secret, driver));
    return secret;
  }

  private static void own(Secret secret, Pod driver) {
    secret
        .getMetadata()
        .getOwnerReferences()
        .add(
            new OwnerReferenceBuilder()
                .withApiVersion(driver.getApiVersion())
                .withKind(driver.getKind())
                .withName(driver.getMetadata().getName())
                .withUid(driver.getMetadata().getUid())
                .withController(true)
                .build());
  }

  /**
   * Creates the Secret.
   *
   * @throws io.podsmith.api.error.ClusterException where the API server refuses
   */
  void create() {
    try {
      PatientCreate.unique(client, secret);
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of(
          e,
          client.getConfiguration(),
          "create",
          target,
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
              ? """
              The Secret contains environment variables of executors that look like secrets: %s. \
              Grant the driver's role the verb create for secrets, or set %s to false\
              """
                  .formatted(
                      String.join(", ", new TreeMap<>(secret.getData()).keySet()),
                      PodsmithKeys.PROTECT_EXECUTOR_ENVIRONMENT.key())
              : "");
    }
  }

  /** Deletes the Secret; says how to do it where that fails. */
  void delete() {
    try {
      client.resource(secret).delete();
    } catch (KubernetesClientException e) {
      LOG.warn(
          "{}. Delete it with: {}",
          ClusterErrors.of(e, client.getConfiguration(), "delete", target).getMessage(),
          target.deleteCommand());
    }
  }
}
