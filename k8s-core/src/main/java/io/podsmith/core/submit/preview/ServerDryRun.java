// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.ObjectScope;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sends objects with {@code dryRun=All}, so that the API server does all but store them.
 *
 * <p>Objects are sent without their owner, because the pod has no uid. Nothing of one request
 * exists for the next one: the API server rejects a pod whose service account a step would create.
 */
final class ServerDryRun {
  private final KubernetesClient client;
  private final String namespace;
  private final DriverSpec spec;
  private final BiFunction<DriverSpec, Target, String> needs;

  ServerDryRun(
      KubernetesClient client,
      String namespace,
      DriverSpec spec,
      BiFunction<DriverSpec, Target, String> needs) {
    this.needs = needs;
    this.client = client;
    this.namespace = namespace;
    this.spec = spec;
  }

  /**
   * Sends an object by the verb that the submission uses.
   *
   * @return the object as the API server would store it
   * @throws io.podsmith.api.error.ClusterException if the API server rejects it
   */
  HasMetadata send(HasMetadata object) {
    try {
      Resource<HasMetadata> at = ObjectScope.locate(client, object, namespace);
      return isPosted(object) || spec.origins().mustBeNew(object, namespace)
          ? at.dryRun(true).create()
          : at.dryRun(true).forceConflicts().serverSideApply();
    } catch (KubernetesClientException e) {
      Target target = Target.of(object, Optional.of(namespace));
      throw ClusterErrors.of(
          e, client.getConfiguration(), "create", target, aftermath(e, object, target));
    }
  }

  private boolean isPosted(HasMetadata object) {
    return object == spec.pod()
        || SubmissionLease.of(spec).filter(job -> job == object).isPresent();
  }

  private String aftermath(KubernetesClientException rejected, HasMetadata object, Target target) {
    String origin =
        object == spec.pod()
            ? spec.origins().explainPod(rejected.getStatus())
            : spec.origins()
                .authorOf(object)
                .map(author -> "The %s was returned by %s".formatted(target.kind(), author))
                .orElse("");
    String way =
        rejected.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? needs.apply(spec, target) : "";
    return origin.isEmpty() || way.isEmpty() ? origin + way : "%s. %s".formatted(origin, way);
  }
}
