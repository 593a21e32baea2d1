// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import java.math.BigDecimal;
import java.util.List;

/** What the server fills into the spec of a pod, also into that of a pod template. */
public final class PodDefaults {
  private PodDefaults() {}

  /** Fills in a pod's own spec. */
  static void applyToPod(ObjectNode spec) {
    Json.defaultTo(spec, "enableServiceLinks", true);
    apply(spec);
  }

  /** Fills in the spec of a pod or of a template. */
  static void apply(ObjectNode spec) {
    Json.defaultTo(spec, "restartPolicy", "Always");
    Json.defaultTo(spec, "terminationGracePeriodSeconds", 30);
    Json.defaultTo(spec, "dnsPolicy", "ClusterFirst");
    Json.defaultTo(spec, "schedulerName", "default-scheduler");
    Json.child(spec, "securityContext");
    String account = Json.text(spec, "serviceAccountName");
    if (!account.isEmpty()) {
      spec.put("serviceAccount", account);
    } else if (!Json.text(spec, "serviceAccount").isEmpty()) {
      spec.put("serviceAccountName", Json.text(spec, "serviceAccount"));
    }
    boolean onHost = spec.path("hostNetwork").asBoolean(false);
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      Json.objects(spec.path(list)).forEach(container -> container(container, onHost));
    }
    Json.objects(spec.path("volumes")).forEach(PodDefaults::volume);
  }

  private static void container(ObjectNode container, boolean onHost) {
    Json.defaultTo(container, "terminationMessagePath", "/dev/termination-log");
    Json.defaultTo(container, "terminationMessagePolicy", "File");
    Json.defaultTo(container, "imagePullPolicy", pullPolicy(Json.text(container, "image")));
    ObjectNode resources = Json.child(container, "resources");
    if (resources.get("limits") instanceof ObjectNode limits) {
      // What has a limit and no request asks for its limit.
      for (var limit : Json.fields(limits)) {
        ObjectNode requests = Json.child(resources, "requests");
        if (!requests.has(limit.getKey())) {
          requests.set(limit.getKey(), limit.getValue());
        }
      }
    }
    for (ObjectNode port : Json.objects(container.path("ports"))) {
      Json.defaultTo(port, "protocol", "TCP");
      if (onHost) {
        Json.defaultTo(port, "hostPort", port.path("containerPort").asInt());
      }
    }
    for (ObjectNode variable : Json.objects(container.path("env"))) {
      if (variable.path("valueFrom").get("fieldRef") instanceof ObjectNode reference) {
        Json.defaultTo(reference, "apiVersion", "v1");
      }
      if (variable.path("valueFrom").get("resourceFieldRef") instanceof ObjectNode reference) {
        Json.defaultTo(reference, "divisor", "0");
      }
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode found) {
        probe(found);
      }
    }
    for (String hook : List.of("postStart", "preStop")) {
      if (container.path("lifecycle").path(hook).get("httpGet") instanceof ObjectNode get) {
        Json.defaultTo(get, "path", "/");
        Json.defaultTo(get, "scheme", "HTTP");
      }
    }
  }

  private static void probe(ObjectNode probe) {
    Json.defaultTo(probe, "timeoutSeconds", 1);
    Json.defaultTo(probe, "periodSeconds", 10);
    Json.defaultTo(probe, "successThreshold", 1);
    Json.defaultTo(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode get) {
      Json.defaultTo(get, "path", "/");
      Json.defaultTo(get, "scheme", "HTTP");
    }
    if (probe.get("grpc") instanceof ObjectNode grpc && !grpc.has("service")) {
      grpc.put("service", "");
    }
  }

  private static String pullPolicy(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    if (name.contains("@")) {
      return name.substring(0, name.indexOf('@')).endsWith(":latest") ? "Always" : "IfNotPresent";
    }
    return !name.contains(":") || name.endsWith(":latest") ? "Always" : "IfNotPresent";
  }

  private static void volume(ObjectNode volume) {
    for (String source : List.of("secret", "configMap", "downwardAPI", "projected")) {
      if (volume.get(source) instanceof ObjectNode found) {
        Json.defaultTo(found, "defaultMode", 420);
      }
    }
    if (volume.get("hostPath") instanceof ObjectNode hostPath && !hostPath.has("type")) {
      hostPath.put("type", "");
    }
    downwardItems(volume.path("downwardAPI").path("items"));
    for (JsonNode source : volume.path("projected").path("sources")) {
      if (source.get("serviceAccountToken") instanceof ObjectNode token) {
        Json.defaultTo(token, "expirationSeconds", 3600);
      }
      downwardItems(source.path("downwardAPI").path("items"));
    }
    if (volume.path("ephemeral").get("volumeClaimTemplate") instanceof ObjectNode template) {
      Json.defaultTo(Json.child(template, "spec"), "volumeMode", "Filesystem");
    }
    if (volume.size() == 1 && volume.has("name")) {
      volume.putObject("emptyDir");
    }
  }

  private static void downwardItems(JsonNode items) {
    for (JsonNode item : items) {
      if (item.get("fieldRef") instanceof ObjectNode reference) {
        Json.defaultTo(reference, "apiVersion", "v1");
      }
    }
  }

  /** How sure a pod can be of its resources. */
  static String qosClass(JsonNode spec) {
    boolean some = false;
    boolean all = true;
    for (String list : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(list)) {
        for (String resource : List.of("cpu", "memory")) {
          BigDecimal request =
              Quantities.parse(container.path("resources").path("requests").path(resource));
          BigDecimal limit =
              Quantities.parse(container.path("resources").path("limits").path(resource));
          some |= request.signum() > 0 || limit.signum() > 0;
          all &= limit.signum() > 0 && request.compareTo(limit) == 0;
        }
      }
    }
    return !some ? "BestEffort" : all ? "Guaranteed" : "Burstable";
  }

  /** Tolerations by which pods outlive short troubles of their node. */
  public static void addTolerations(ObjectNode spec) {
    ArrayNode tolerations = spec.get("tolerations") instanceof ArrayNode list ? list : Json.array();
    for (String key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
      boolean has = false;
      for (JsonNode each : tolerations) {
        String effect = Json.text(each, "effect");
        String wanted = Json.text(each, "key");
        has |=
            (wanted.equals(key) || wanted.isEmpty())
                && (effect.equals("NoExecute") || effect.isEmpty());
      }
      if (!has) {
        tolerations
            .addObject()
            .put("key", key)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", 300);
      }
    }
    spec.set("tolerations", tolerations);
  }
}
