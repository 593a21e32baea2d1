// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.ObjectScope;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.YamlText;
import io.podsmith.core.planning.Withholding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Shows what a submission would create, as documents of YAML in the order of their creation.
 *
 * <p>Objects are shown without their owner, whose uid exists only after the creation of the pod.
 */
public final class DryRun {
  /** The value of the setting that asks the API server. */
  public static final String SERVER = "server";

  /** The phase of a driver that was not created. */
  public static final String PHASE = "DryRun";

  private static final String HEAD =
      """
      # The objects that the submission would create, in the order of their creation.
      # The driver pod would own all other objects of its namespace.
      """;

  private static final String ATOMIC =
      """
      # As its last requests, an atomic submission removes the scheduling gate %s of the pod and
      # deletes the Job; remove both before you apply this.
      """
          .formatted(SubmissionLease.GATE);

  private static final String SECRET =
      "# The values of this Secret are not shown: replace (secret) before you apply it.\n";

  private final DriverSpec spec;
  private final String namespace;
  private final Withholding withholding;
  private List<ServerChange> changesOfPod = List.of();

  /**
   * Makes a dry run.
   *
   * @param spec what would be created
   * @param namespace the namespace of the driver
   * @param withholding what must not be shown
   */
  public DryRun(DriverSpec spec, String namespace, Withholding withholding) {
    this.spec = spec;
    this.namespace = namespace;
    this.withholding = withholding;
  }

  /** Returns the objects, without a request. */
  public String onClient() {
    StringBuilder out = new StringBuilder(head());
    objects().forEach(object -> out.append(document(object, shown(object), List.of())));
    return out.toString();
  }

  /**
   * Returns the objects with what the API server would change in each.
   *
   * @param needs says why an object that the API server denies is required, in a sentence or empty
   * @throws io.podsmith.api.error.ClusterException if the API server rejects one of them
   */
  public String onServer(KubernetesClient client, BiFunction<DriverSpec, Target, String> needs) {
    ServerDryRun server = new ServerDryRun(client, namespace, spec, needs);
    StringBuilder out = new StringBuilder(head());
    for (HasMetadata object : objects()) {
      Map<String, Object> sent = shown(object);
      Map<String, Object> answer = shown(server.send(object));
      List<ServerChange> changes = ServerChanges.between(sent, answer);
      out.append(document(object, sent, changes));
      if (object == spec.pod()) {
        changesOfPod = changes;
      }
    }
    return out.toString();
  }

  /**
   * Returns a plan with the API server as the last writer of what it would change in the driver
   * pod, as far as {@link #onServer} was called.
   *
   * @param plan of the same driver
   */
  public Plan addChangesTo(Plan plan) {
    return changesOfPod.isEmpty() ? plan : ServerChanges.addTo(plan, changesOfPod);
  }

  private String head() {
    return SubmissionLease.of(spec).isEmpty() ? HEAD : HEAD.concat(ATOMIC);
  }

  private List<HasMetadata> objects() {
    List<HasMetadata> all = new ArrayList<>(spec.preResources());
    all.add(spec.pod());
    all.addAll(spec.resources());
    return all;
  }

  private Map<String, Object> shown(HasMetadata object) {
    return withholding.objectForKubectl(PodFields.tree(object));
  }

  private String document(
      HasMetadata object, Map<String, Object> tree, List<ServerChange> changes) {
    Map<String, Object> shown = withNamespace(object, tree);
    String yaml = YamlText.document(shown);
    String withheld = isSecret(shown) ? SECRET : "";
    return "---\n%s%s%s"
        .formatted(withheld, ServerChanges.comment(changes), yaml.substring("---\n".length()));
  }

  private Map<String, Object> withNamespace(HasMetadata object, Map<String, Object> shown) {
    if (ObjectScope.isNamespaced(object) && shown.get("metadata") instanceof Map<?, ?> given) {
      Map<String, Object> metadata = new LinkedHashMap<>();
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
      metadata.putIfAbsent("namespace", namespace);
      shown.put("metadata", metadata);
    }
    return shown;
  }

  private static boolean isSecret(Map<String, Object> object) {
    return "Secret".equals(object.get("kind"));
  }
}
