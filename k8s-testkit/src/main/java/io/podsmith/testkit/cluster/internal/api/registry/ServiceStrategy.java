// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.IpAddresses;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import io.podsmith.testkit.cluster.internal.api.validation.LabelRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Services: cluster IPs and ports. */
final class ServiceStrategy extends Strategy {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private final AtomicInteger lastAddress = new AtomicInteger(10);

  @Override
  public void setDefaults(ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    Json.defaultTo(spec, "sessionAffinity", "None");
    Json.defaultTo(spec, "type", "ClusterIP");
    if (!Json.text(spec, "type").equals("ExternalName")) {
      Json.defaultTo(spec, "internalTrafficPolicy", "Cluster");
    }
    for (ObjectNode port : Json.objects(spec.path("ports"))) {
      Json.defaultTo(port, "protocol", "TCP");
      JsonNode target = port.path("targetPort");
      boolean isSet = target.isTextual() ? !target.asText().isEmpty() : target.asInt() != 0;
      if (!isSet) {
        port.put("targetPort", port.path("port").asInt());
      }
    }
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode service) {
    service.putObject("status").putObject("loadBalancer");
    ObjectNode spec = Json.child(service, "spec");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    String address = Json.text(spec, "clusterIP");
    if (address.isEmpty()) {
      int number = lastAddress.incrementAndGet();
      spec.put("clusterIP", "10.96." + (number / 250 % 250) + "." + (number % 250 + 1));
    }
    spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
    // Who fills in the endpoints of a headless service without a selector may use both families.
    boolean isBare = Json.text(spec, "clusterIP").equals("None") && spec.path("selector").isEmpty();
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
      if (isBare) {
        spec.withArray("ipFamilies").add("IPv6");
      }
    }
    Json.defaultTo(spec, "ipFamilyPolicy", isBare ? "RequireDualStack" : "SingleStack");
  }

  @Override
  public void prepareForUpdate(ApiResource resource, ObjectNode service, ObjectNode old) {
    super.prepareForUpdate(resource, service, old);
    ObjectNode spec = Json.child(service, "spec");
    for (String field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      if (Json.isEmpty(spec.path(field))) {
        keep(spec, Json.child(old.deepCopy(), "spec"), field);
      }
    }
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }

  @Override
  List<String> validateName(String name) {
    return NameRules.label1035(name);
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode service) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode spec = service.path("spec");
    String type = Json.text(spec, "type");
    String address = Json.text(spec, "clusterIP");
    JsonNode ports = spec.path("ports");
    boolean isHeadless = address.equals("None");
    if (ports.isEmpty() && !isHeadless && !type.equals("ExternalName")) {
      wrong.add(FieldError.required("spec.ports", ""));
    }
    if (type.equals("ExternalName") && Json.text(spec, "externalName").isEmpty()) {
      wrong.add(FieldError.required("spec.externalName", ""));
    }
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode port : ports) {
      port(port, "spec.ports[" + index++ + "]", ports.size() > 1, names, isHeadless, wrong);
    }
    wrong.addAll(LabelRules.validate(spec.path("selector"), "spec.selector"));
    String affinity = Json.text(spec, "sessionAffinity");
    if (!List.of("ClientIP", "None").contains(affinity)) {
      wrong.add(
          FieldError.unsupported("spec.sessionAffinity", affinity, List.of("ClientIP", "None")));
    }
    if (!TYPES.contains(type)) {
      wrong.add(FieldError.unsupported("spec.type", type, TYPES));
    }
    if (!address.isEmpty() && !isHeadless && !IpAddresses.isValid(address)) {
      wrong.add(
          FieldError.invalid(
              "spec.clusterIPs[0]",
              address,
              "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }
    return wrong;
  }

  private static void port(
      JsonNode port,
      String path,
      boolean needsName,
      Set<String> names,
      boolean isHeadless,
      List<FieldError> wrong) {
    String name = Json.text(port, "name");
    if (name.isEmpty()) {
      if (needsName) {
        wrong.add(FieldError.required(path + ".name", ""));
      }
    } else {
      NameRules.label(name)
          .forEach(why -> wrong.add(FieldError.invalid(path + ".name", name, why)));
      if (!names.add(name)) {
        wrong.add(FieldError.duplicate(path + ".name", name));
      }
    }
    range(port.path("port"), path + ".port", wrong);
    JsonNode target = port.path("targetPort");
    if (target.isIntegralNumber()) {
      range(target, path + ".targetPort", wrong);
    } else {
      NameRules.portName(target.asText())
          .forEach(
              why -> wrong.add(FieldError.invalid(path + ".targetPort", target.asText(), why)));
    }
    String protocol = Json.text(port, "protocol");
    if (!List.of("SCTP", "TCP", "UDP").contains(protocol)) {
      wrong.add(
          FieldError.unsupported(path + ".protocol", protocol, List.of("SCTP", "TCP", "UDP")));
    }
  }

  private static void range(JsonNode number, String field, List<FieldError> wrong) {
    if (number.asInt() < 1 || number.asInt() > 65535) {
      wrong.add(
          FieldError.invalid(field, number.asInt(), "must be between 1 and 65535, inclusive"));
    }
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode service, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>();
    String before = Json.text(old, "spec", "clusterIP");
    String after = Json.text(service, "spec", "clusterIP");
    if (!before.equals(after) && Json.text(service, "spec", "type").equals("ClusterIP")) {
      wrong.add(
          FieldError.invalid(
              "spec.clusterIPs[0]", Json.array().add(after), "may not change once set"));
    }
    wrong.addAll(validate(resource, service));
    return wrong;
  }
}
