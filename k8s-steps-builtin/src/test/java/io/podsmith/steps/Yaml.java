// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes what a step did, always in the same way. */
final class Yaml {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Yaml() {}

  /** Runs a step on a pod and writes all that comes out. */
  static String of(KubernetesFeatureConfigStep step, SparkPod pod) {
    SparkPod configured = step.configurePod(pod);
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("pod", tree(configured.pod()));
    outcome.put("container", tree(configured.container()));
    outcome.put("systemProperties", new TreeMap<>(step.getAdditionalPodSystemProperties()));
    outcome.put("preResources", tree(step.getAdditionalPreKubernetesResources()));
    outcome.put("resources", tree(step.getAdditionalKubernetesResources()));
    return YAML.asYaml(outcome)
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[34][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>");
  }

  private static Object tree(Object model) {
    JsonNode sorted = JSON.valueToTree(model);
    return JSON.convertValue(sorted, Object.class);
  }
}
