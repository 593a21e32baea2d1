// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.PodRole;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.Withholding;
import io.podsmith.diff.Subject;
import java.io.IOException;
import java.io.StringReader;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a driver from the cluster: its pod, the ConfigMaps and Services that it owns, and its
 * properties. Secrets are not read, and secret values are withheld.
 */
final class LiveDriver {
  private static final Writer WRITER = Writer.of(Writer.Kind.API_SERVER);
  private static final SettingOrigin ORIGIN = new SettingOrigin(SettingOrigin.Kind.SPARK, "", 0);

  private final KubernetesClient client;
  private final String namespace;
  private final Set<String> kinds = new HashSet<>();

  private LiveDriver(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Reads a driver.
   *
   * @param settings say how to connect
   * @throws ClusterException if the cluster or the pod cannot be reached
   */
  static Subject read(SparkSettings settings, String namespace, String name) {
    String master =
        settings
            .get(SparkKeys.MASTER)
            .orElseThrow(
                () ->
                    new InvalidConfigurationException(
                        PodsmithError.CONF_MISSING,
                        SparkKeys.MASTER.key(),
                        "spark.master is not set but must be the URL of the API server to read a"
                            + " driver; use --master k8s://https://<host>:<port>"));
    try (KubernetesClient client =
        KubernetesClients.forSubmission(master, Optional.of(namespace), settings)) {
      return new LiveDriver(client, namespace).read(master, name);
    }
  }

  private Subject read(String master, String name) {
    Target target = new Target("Pod", "pods", Optional.of(namespace), Optional.of(name));
    Pod pod;
    try {
      pod = client.pods().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of(e, client.getConfiguration(), "get", target);
    }
    if (pod == null) {
      throw new ClusterException(
          PodsmithError.CLUSTER_NOT_FOUND,
          "%s does not exist; run podsmith status for the drivers of the namespace"
              .formatted(target),
          HttpURLConnection.HTTP_NOT_FOUND,
          null);
    }
    List<HasMetadata> objects = owned(pod);
    TreeMap<String, String> properties = properties(objects);
    Withholding withheld = Withholding.of(SparkSettings.of(properties, Map.of()));
    List<SettingRead> reads = new ArrayList<>();
    properties.forEach(
        (key, value) ->
            reads.add(new SettingRead(key, Optional.of(withheld.setting(key, value)), ORIGIN)));
    PlannedRole driver =
        new PlannedRole(
            PodRole.DRIVER,
            List.of(),
            List.of(),
            withheld.object(PodFields.tree(pod)),
            objects.stream()
                .map(
                    each -> new PlannedObject(false, WRITER, withheld.object(PodFields.tree(each))))
                .toList(),
            List.of());
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    PlanTarget place =
        new PlanTarget(
            "",
            labels.getOrDefault(Constants.SPARK_VERSION_LABEL, ""),
            master,
            namespace,
            properties.getOrDefault(SparkKeys.APP_NAME.key(), ""),
            labels.getOrDefault(Constants.SPARK_APP_ID_LABEL, ""));
    return Subject.live(
        new Plan(place, driver, Optional.empty(), "it is a running driver.", reads), kinds);
  }

  private List<HasMetadata> owned(Pod pod) {
    List<HasMetadata> objects = new ArrayList<>();
    String uid = pod.getMetadata().getUid();
    try {
      client.configMaps().inNamespace(namespace).list().getItems().stream()
          .filter(each -> isOwned(each, uid))
          .forEach(objects::add);
      kinds.add("ConfigMap");
      client.services().inNamespace(namespace).list().getItems().stream()
          .filter(each -> isOwned(each, uid))
          .forEach(objects::add);
      kinds.add("Service");
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw ClusterErrors.of(
            e,
            client.getConfiguration(),
            "list",
            new Target("ConfigMap", "configmaps", Optional.of(namespace), Optional.empty()));
      }
    }
    return objects;
  }

  private static boolean isOwned(HasMetadata object, String uid) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    return owners != null && owners.stream().anyMatch(owner -> uid.equals(owner.getUid()));
  }

  private static TreeMap<String, String> properties(List<HasMetadata> objects) {
    TreeMap<String, String> all = new TreeMap<>();
    for (HasMetadata object : objects) {
      if (object instanceof ConfigMap map
          && map.getData() != null
          && map.getData().containsKey(Constants.SPARK_CONF_FILE_NAME)) {
        Properties properties = new Properties();
        try {
          properties.load(new StringReader(map.getData().get(Constants.SPARK_CONF_FILE_NAME)));
        } catch (IOException | IllegalArgumentException e) {
          continue;
        }
        properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
      }
    }
    return all;
  }
}
