// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of the core group's kinds. */
final class CoreColumns {
  private CoreColumns() {}

  /** Returns the columns by the plural name of the kind. */
  static Map<String, List<Column>> all() {
    return Map.ofEntries(
        Map.entry("pods", PodCells.columns()),
        Map.entry("services", services()),
        Map.entry("events", events()),
        Map.entry("nodes", NodeCells.columns()),
        Map.entry("persistentvolumeclaims", claims()),
        Map.entry("persistentvolumes", volumes()),
        Map.entry("resourcequotas", quotas()),
        Map.entry(
            "configmaps",
            List.of(
                Column.named(),
                Column.of(
                    "Data",
                    "The number of entries.",
                    each -> each.path("data").size() + each.path("binaryData").size()),
                Column.age())),
        Map.entry(
            "secrets",
            List.of(
                Column.named(),
                Column.of("Type", "The type of the data.", each -> each.path("type").asText()),
                Column.of("Data", "The number of entries.", each -> each.path("data").size()),
                Column.age())),
        Map.entry(
            "serviceaccounts",
            List.of(
                Column.named(),
                Column.of("Secrets", "The number of Secrets.", each -> each.path("secrets").size()),
                Column.age())),
        Map.entry(
            "namespaces",
            List.of(
                Column.named(),
                Column.of("Status", "The phase.", each -> each.at("/status/phase").asText()),
                Column.age())),
        Map.entry(
            "endpoints",
            List.of(
                Column.named(),
                Column.of("Endpoints", "Addresses and ports.", CoreColumns::endpoints),
                Column.age())));
  }

  private static List<Column> services() {
    return List.of(
        Column.named(),
        Column.of("Type", "How the service is exposed.", each -> each.at("/spec/type").asText()),
        Column.of(
            "Cluster-IP",
            "The address inside the cluster.",
            each ->
                Cells.text(
                    each, "/spec/clusterIPs/0", Cells.text(each, "/spec/clusterIP", Cells.NONE))),
        Column.of("External-IP", "The addresses outside the cluster.", CoreColumns::externalIps),
        Column.of("Port(s)", "Ports and protocols.", CoreColumns::ports),
        Column.age(),
        Column.of(
                "Selector",
                "The labels of the pods behind the service.",
                each -> Cells.labels(each.at("/spec/selector")))
            .wide());
  }

  private static String externalIps(JsonNode service) {
    List<String> all = new ArrayList<>(Cells.texts(service.at("/spec/externalIPs")));
    switch (service.at("/spec/type").asText()) {
      case "ExternalName" -> {
        return service.at("/spec/externalName").asText();
      }
      case "LoadBalancer" -> {
        for (JsonNode each : service.at("/status/loadBalancer/ingress")) {
          all.add(0, Cells.text(each, "/ip", each.path("hostname").asText()));
        }
        if (all.isEmpty()) {
          return "<pending>";
        }
      }
      default -> {
        // Only what the spec says.
      }
    }
    return Cells.orNone(String.join(",", all));
  }

  private static String ports(JsonNode service) {
    List<String> all = new ArrayList<>();
    for (JsonNode each : service.at("/spec/ports")) {
      int nodePort = each.path("nodePort").asInt();
      all.add(
          each.path("port").asInt()
              + (nodePort > 0 ? ":" + nodePort : "")
              + "/"
              + each.path("protocol").asText());
    }
    return Cells.orNone(String.join(",", all));
  }

  private static String endpoints(JsonNode endpoints) {
    List<String> all = new ArrayList<>();
    for (JsonNode subset : endpoints.path("subsets")) {
      for (JsonNode address : subset.path("addresses")) {
        String ip = address.path("ip").asText();
        if (subset.path("ports").isEmpty()) {
          all.add(ip);
        }
        subset.path("ports").forEach(port -> all.add(ip + ":" + port.path("port").asInt()));
      }
    }
    return Cells.few(all);
  }

  // ---------------------------------------------------------------- events

  private static List<Column> events() {
    return List.of(
        Column.of("Last Seen", "When it happened last.", CoreColumns::lastSeen),
        Column.of("Type", "Normal or Warning.", each -> each.path("type").asText()),
        Column.of("Reason", "One word for what happened.", each -> each.path("reason").asText()),
        Column.of("Object", "What it happened to.", CoreColumns::involved),
        Column.of(
                "Subobject",
                "The part that it happened to.",
                each -> each.at("/involvedObject/fieldPath").asText())
            .wide(),
        Column.of("Source", "The reporting component.", CoreColumns::source).wide(),
        Column.of("Message", "What happened.", each -> each.path("message").asText().strip()),
        Column.of("First Seen", "When it happened first.", each -> Cells.since(firstTime(each)))
            .wide(),
        Column.of("Count", "How often it happened.", CoreColumns::count).wide(),
        Column.named().wide());
  }

  private static String firstTime(JsonNode event) {
    return Cells.text(event, "/firstTimestamp", event.path("eventTime").asText(""));
  }

  private static String lastSeen(JsonNode event) {
    String series = event.at("/series/lastObservedTime").asText("");
    String last = Cells.text(event, "/lastTimestamp", firstTime(event));
    return Cells.since(series.isEmpty() ? last : series);
  }

  private static Object count(JsonNode event) {
    int ofSeries = event.at("/series/count").asInt();
    return ofSeries > 0 ? ofSeries : Math.max(1, event.path("count").asInt());
  }

  private static String involved(JsonNode event) {
    String kind = event.at("/involvedObject/kind").asText().toLowerCase(Locale.ROOT);
    String name = event.at("/involvedObject/name").asText();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(JsonNode event) {
    String component = Cells.text(event, "/source/component", "");
    String host = Cells.text(event, "/source/host", "");
    if (component.isEmpty()) {
      component = event.path("reportingComponent").asText();
      host = event.path("reportingInstance").asText();
    }
    return host.isEmpty() ? component : component + ", " + host;
  }

  // ---------------------------------------------------------------- storage

  private static List<Column> claims() {
    return List.of(
        Column.named(),
        Column.of("Status", "The phase.", CoreColumns::phase),
        Column.of("Volume", "The volume.", each -> each.at("/spec/volumeName").asText()),
        Column.of(
            "Capacity",
            "The size of the volume.",
            each -> hasVolume(each) ? each.at("/status/capacity/storage").asText() : ""),
        Column.of(
            "Access Modes",
            "How the volume may be mounted.",
            each -> hasVolume(each) ? Cells.accessModes(each.at("/status/accessModes")) : ""),
        Column.of(
            "StorageClass",
            "The storage class.",
            each -> each.at("/spec/storageClassName").asText()),
        Column.of(
            "VolumeAttributesClass",
            "The class of the volume's attributes.",
            each -> Cells.text(each, "/spec/volumeAttributesClassName", Cells.UNSET)),
        Column.age(),
        volumeMode());
  }

  private static boolean hasVolume(JsonNode claim) {
    return !claim.at("/spec/volumeName").asText().isEmpty();
  }

  private static Column volumeMode() {
    return Column.of(
            "VolumeMode",
            "Whether the volume holds files or is a device.",
            each -> Cells.text(each, "/spec/volumeMode", Cells.UNSET))
        .wide();
  }

  private static String phase(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp")
        ? "Terminating"
        : object.at("/status/phase").asText();
  }

  private static List<Column> volumes() {
    return List.of(
        Column.named(),
        Column.of("Capacity", "The size.", each -> each.at("/spec/capacity/storage").asText()),
        Column.of(
            "Access Modes",
            "How the volume may be mounted.",
            each -> Cells.accessModes(each.at("/spec/accessModes"))),
        Column.of(
            "Reclaim Policy",
            "What happens to the volume after its claim.",
            each -> each.at("/spec/persistentVolumeReclaimPolicy").asText()),
        Column.of("Status", "The phase.", CoreColumns::phase),
        Column.of(
            "Claim",
            "The claim that has the volume.",
            each ->
                each.path("spec").has("claimRef")
                    ? each.at("/spec/claimRef/namespace").asText()
                        + "/"
                        + each.at("/spec/claimRef/name").asText()
                    : ""),
        Column.of(
            "StorageClass",
            "The storage class.",
            each -> each.at("/spec/storageClassName").asText()),
        Column.of(
            "VolumeAttributesClass",
            "The class of the volume's attributes.",
            each -> Cells.text(each, "/spec/volumeAttributesClassName", Cells.UNSET)),
        Column.of("Reason", "Why the volume failed.", each -> each.at("/status/reason").asText()),
        Column.age(),
        volumeMode());
  }

  private static List<Column> quotas() {
    return List.of(
        Column.named(),
        Column.of("Request", "Used and allowed requests.", each -> quota(each, false)),
        Column.of("Limit", "Used and allowed limits.", each -> quota(each, true)),
        Column.age());
  }

  private static String quota(JsonNode quota, boolean limits) {
    List<String> all = new ArrayList<>();
    JsonNode used = quota.at("/status/used");
    quota
        .at("/status/hard")
        .properties()
        .forEach(
            each -> {
              String resource = each.getKey();
              if (resource.startsWith("limits.") == limits) {
                String now = used.path(resource).asText("0");
                all.add("%s: %s/%s".formatted(resource, now, each.getValue().asText()));
              }
            });
    all.sort(null);
    return String.join(", ", all);
  }
}
