// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds new objects against the resource quotas of their namespace, and counts what is used. */
public final class Quotas {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "resourcequotas",
          "replicationcontrollers");
  private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

  private final ResourceRegistry registry;
  private final ObjectStore store;

  public Quotas(ResourceRegistry registry, ObjectStore store) {
    this.registry = registry;
    this.store = store;
  }

  /** Refuses an object that a quota has no room for; called with the store locked. */
  void check(ApiCall call, ObjectNode object) {
    ApiResource resource = call.resource();
    if (!resource.namespaced() || resource.is("", "events")) {
      return;
    }
    for (StoredObject quota : quotas(call.namespace())) {
      JsonNode hard = quota.tree().path("spec").path("hard");
      Map<String, BigDecimal> wanted = usage(resource, object);
      wanted.keySet().retainAll(names(hard));
      if (!applies(quota, resource, object)) {
        continue;
      }
      if (resource.isPod()) {
        checkSpecified(call, object, quota, hard);
      }
      wanted.values().removeIf(each -> each.signum() == 0);
      if (wanted.isEmpty()) {
        continue;
      }
      Map<String, BigDecimal> used = used(quota);
      Set<String> exceeded =
          wanted.keySet().stream()
              .filter(
                  name ->
                      used.getOrDefault(name, BigDecimal.ZERO)
                              .add(wanted.getOrDefault(name, BigDecimal.ZERO))
                              .compareTo(Quantities.parse(hard.path(name)))
                          > 0)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!exceeded.isEmpty()) {
        throw ApiException.forbidden(
            resource,
            Json.name(object),
            "exceeded quota: "
                + quota.name()
                + ", requested: "
                + print(exceeded, wanted)
                + ", used: "
                + print(exceeded, used)
                + ", limited: "
                + exceeded.stream()
                    .map(name -> name + "=" + hard.path(name).asText())
                    .collect(Collectors.joining(",")));
      }
    }
  }

  private static void checkSpecified(
      ApiCall call, ObjectNode pod, StoredObject quota, JsonNode hard) {
    Map<String, Set<String>> missing = new TreeMap<>();
    for (String name : names(hard)) {
      String key = name.startsWith("limits.") ? "limits" : "requests";
      String resource = name.replaceFirst("^(limits|requests)\\.", "");
      if (!COMPUTE.contains(resource)) {
        continue;
      }
      for (String list : List.of("containers", "initContainers")) {
        for (JsonNode container : pod.path("spec").path(list)) {
          if (!container.path("resources").path(key).has(resource)) {
            missing
                .computeIfAbsent(name, each -> new TreeSet<>())
                .add(Json.text(container, "name"));
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw ApiException.forbidden(
          call.resource(),
          Json.name(pod),
          "failed quota: "
              + quota.name()
              + ": must specify "
              + missing.entrySet().stream()
                  .map(each -> each.getKey() + " for: " + String.join(",", each.getValue()))
                  .collect(Collectors.joining("; ")));
    }
  }

  private static String print(Set<String> names, Map<String, BigDecimal> amounts) {
    return names.stream()
        .map(name -> name + "=" + print(amounts.getOrDefault(name, BigDecimal.ZERO)))
        .collect(Collectors.joining(","));
  }

  public static String print(BigDecimal amount) {
    BigDecimal kibi = BigDecimal.valueOf(1024);
    boolean isBinary = amount.signum() > 0 && amount.remainder(kibi.multiply(kibi)).signum() == 0;
    return isBinary
        ? Quantities.canonical(amount.divide(kibi).toBigInteger() + "Ki")
        : Quantities.canonical(amount.toPlainString());
  }

  private static Set<String> names(JsonNode hard) {
    Set<String> names = new TreeSet<>();
    hard.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public List<StoredObject> quotas(String namespace) {
    return store.list(registry.get("v1", "resourcequotas"), namespace).objects();
  }

  /** What the objects of the quota's namespace use of what it limits. */
  public Map<String, BigDecimal> used(StoredObject quota) {
    Set<String> names = names(quota.tree().path("spec").path("hard"));
    Map<String, BigDecimal> used = new TreeMap<>();
    names.forEach(name -> used.put(name, BigDecimal.ZERO));
    for (String groupVersion : registry.groupVersions()) {
      for (ApiResource resource : registry.resources(groupVersion)) {
        if (!resource.namespaced() || names.stream().noneMatch(name -> concerns(name, resource))) {
          continue;
        }
        for (StoredObject object : store.list(resource, quota.namespace()).objects()) {
          boolean isEnded = ENDED.contains(Json.text(object.tree(), "status", "phase"));
          if (!(resource.isPod() && isEnded) && applies(quota, resource, object.tree())) {
            usage(resource, object.tree())
                .forEach(
                    (name, amount) -> used.computeIfPresent(name, (key, sum) -> sum.add(amount)));
          }
        }
      }
    }
    return used;
  }

  private static boolean concerns(String name, ApiResource resource) {
    boolean isCompute = COMPUTE.contains(name.replaceFirst("^(limits|requests)\\.", ""));
    return (resource.isPod() && isCompute)
        || name.equals(resource.plural())
        || name.equals("count/" + resource.qualifiedName())
        || (resource.plural().equals("persistentvolumeclaims") && name.endsWith("storage"));
  }

  private static boolean applies(StoredObject quota, ApiResource resource, JsonNode object) {
    for (String scope : Json.texts(quota.tree().path("spec").path("scopes"))) {
      boolean isBestEffort = Json.text(object, "status", "qosClass").equals("BestEffort");
      boolean isTerminating = object.path("spec").has("activeDeadlineSeconds");
      boolean fits =
          switch (scope) {
            case "BestEffort" -> isBestEffort;
            case "NotBestEffort" -> !isBestEffort;
            case "Terminating" -> isTerminating;
            case "NotTerminating" -> !isTerminating;
            default -> true;
          };
      if (!resource.isPod() || !fits) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, BigDecimal> usage(ApiResource resource, JsonNode object) {
    Map<String, BigDecimal> usage = new TreeMap<>();
    usage.put("count/" + resource.qualifiedName(), BigDecimal.ONE);
    if (resource.group().isEmpty() && COUNTED.contains(resource.plural())) {
      usage.put(resource.plural(), BigDecimal.ONE);
    }
    if (resource.isPod()) {
      for (String name : COMPUTE) {
        BigDecimal requests = podAmount(object.path("spec"), "requests", name);
        usage.put(name, requests);
        usage.put("requests." + name, requests);
        usage.put("limits." + name, podAmount(object.path("spec"), "limits", name));
      }
    } else if (resource.is("", "persistentvolumeclaims")) {
      usage.put(
          "requests.storage",
          Quantities.parse(object.path("spec").path("resources").path("requests").path("storage")));
    }
    return usage;
  }

  /** Init containers run one by one before the others: the larger need counts. */
  private static BigDecimal podAmount(JsonNode spec, String key, String name) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode container : spec.path("containers")) {
      sum = sum.add(Quantities.parse(container.path("resources").path(key).path(name)));
    }
    for (JsonNode container : spec.path("initContainers")) {
      sum = sum.max(Quantities.parse(container.path("resources").path(key).path(name)));
    }
    return sum;
  }
}
