// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The columns of kinds of the smaller groups. */
final class OtherColumns {
  private OtherColumns() {}

  /** Returns the columns by {@code group/plural}. */
  static Map<String, List<Column>> all() {
    String rbac = "rbac.authorization.k8s.io/";
    return Map.ofEntries(
        Map.entry(rbac + "roles", roles()),
        Map.entry(rbac + "clusterroles", roles()),
        Map.entry(rbac + "rolebindings", bindings()),
        Map.entry(rbac + "clusterrolebindings", bindings()),
        Map.entry("networking.k8s.io/ingresses", ingresses()),
        Map.entry("networking.k8s.io/ingressclasses", ingressClasses()),
        Map.entry(
            "networking.k8s.io/networkpolicies",
            List.of(
                Column.named(),
                Column.of(
                    "Pod-Selector",
                    "The pods that the policy is for.",
                    each -> Cells.selector(each.at("/spec/podSelector"))),
                Column.age())),
        Map.entry(
            "coordination.k8s.io/leases",
            List.of(
                Column.named(),
                Column.of(
                    "Holder", "Who holds it.", each -> each.at("/spec/holderIdentity").asText()),
                Column.age())),
        Map.entry("policy/poddisruptionbudgets", budgets()),
        Map.entry("scheduling.k8s.io/priorityclasses", priorities()),
        Map.entry("storage.k8s.io/storageclasses", storageClasses()));
  }

  private static List<Column> roles() {
    return List.of(
        Column.named(),
        Column.of(
                "Created At",
                "When the object was created.",
                each -> each.at("/metadata/creationTimestamp").asText())
            .type("date"));
  }

  private static List<Column> bindings() {
    return List.of(
        Column.named(),
        Column.of(
            "Role",
            "The role that is granted.",
            each -> each.at("/roleRef/kind").asText() + "/" + each.at("/roleRef/name").asText()),
        Column.age(),
        Column.of("Users", "Users with the role.", each -> subjects(each, "User")).wide(),
        Column.of("Groups", "Groups with the role.", each -> subjects(each, "Group")).wide(),
        Column.of(
                "ServiceAccounts",
                "Service accounts with the role.",
                each -> subjects(each, "ServiceAccount"))
            .wide());
  }

  private static String subjects(JsonNode binding, String kind) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : binding.path("subjects")) {
      if (each.path("kind").asText().equals(kind)) {
        String name = each.path("name").asText();
        names.add(
            kind.equals("ServiceAccount") ? each.path("namespace").asText() + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }

  private static List<Column> ingresses() {
    return List.of(
        Column.named(),
        Column.of(
            "Class", "The class.", each -> Cells.text(each, "/spec/ingressClassName", Cells.NONE)),
        Column.of("Hosts", "The hosts.", OtherColumns::hosts),
        Column.of("Address", "The addresses of the load balancer.", OtherColumns::addresses),
        Column.of("Ports", "The ports.", each -> each.at("/spec/tls").isEmpty() ? "80" : "80, 443"),
        Column.age());
  }

  private static String hosts(JsonNode ingress) {
    List<String> hosts = new ArrayList<>();
    for (JsonNode rule : ingress.at("/spec/rules")) {
      String host = rule.path("host").asText();
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts.isEmpty() ? "*" : Cells.few(hosts);
  }

  private static String addresses(JsonNode ingress) {
    List<String> all = new ArrayList<>();
    for (JsonNode each : ingress.at("/status/loadBalancer/ingress")) {
      all.add(Cells.text(each, "/ip", each.path("hostname").asText()));
    }
    return String.join(",", all);
  }

  private static List<Column> ingressClasses() {
    return List.of(
        Column.named(),
        Column.of(
            "Controller",
            "The controller of the class.",
            each -> each.at("/spec/controller").asText()),
        Column.of("Parameters", "The settings of the class.", OtherColumns::parameters),
        Column.age());
  }

  private static String parameters(JsonNode ingressClass) {
    JsonNode parameters = ingressClass.at("/spec/parameters");
    if (parameters.isMissingNode()) {
      return Cells.NONE;
    }
    String group = parameters.path("apiGroup").asText("");
    return parameters.path("kind").asText()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + parameters.path("name").asText();
  }

  private static List<Column> budgets() {
    return List.of(
        Column.named(),
        Column.of(
            "Min Available",
            "How many pods must stay.",
            each -> Cells.text(each, "/spec/minAvailable", "N/A")),
        Column.of(
            "Max Unavailable",
            "How many pods may be missing.",
            each -> Cells.text(each, "/spec/maxUnavailable", "N/A")),
        Column.of(
                "Allowed Disruptions",
                "How many pods may be evicted now.",
                each -> each.at("/status/disruptionsAllowed").asLong())
            .type("integer"),
        Column.age());
  }

  private static List<Column> priorities() {
    return List.of(
        Column.named(),
        Column.of("Value", "The priority.", each -> each.path("value").asLong()).type("integer"),
        Column.of(
                "Global-Default",
                "Whether pods without a class are of this class.",
                each -> each.path("globalDefault").asBoolean())
            .type("boolean"),
        Column.age(),
        Column.of(
            "PreemptionPolicy",
            "Whether pods of the class displace others.",
            each -> each.path("preemptionPolicy").asText()));
  }

  private static List<Column> storageClasses() {
    return List.of(
        Column.named(OtherColumns::storageClassName),
        Column.of(
            "Provisioner",
            "The driver that creates volumes.",
            each -> each.path("provisioner").asText()),
        Column.of(
            "ReclaimPolicy",
            "What happens to volumes after their claims.",
            each -> Cells.text(each, "/reclaimPolicy", "Delete")),
        Column.of(
            "VolumeBindingMode",
            "When claims get their volumes.",
            each -> Cells.text(each, "/volumeBindingMode", "Immediate")),
        Column.of(
            "AllowVolumeExpansion",
            "Whether claims may grow.",
            each -> each.path("allowVolumeExpansion").asBoolean()),
        Column.age());
  }

  private static String storageClassName(JsonNode storageClass) {
    String isDefault =
        storageClass
            .path("metadata")
            .path("annotations")
            .path("storageclass.kubernetes.io/is-default-class")
            .asText("");
    return Cells.name(storageClass) + (isDefault.equals("true") ? " (default)" : "");
  }
}
