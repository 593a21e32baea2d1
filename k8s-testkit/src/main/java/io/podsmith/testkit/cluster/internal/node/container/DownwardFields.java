// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.podsmith.testkit.cluster.internal.node.host.NodeCapacity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a pod that its containers may ask for. */
final class DownwardFields {
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

  private final Pod pod;
  private final String podIp;
  private final String hostIp;

  DownwardFields(Pod pod, String podIp, String hostIp) {
    this.pod = pod;
    this.podIp = podIp;
    this.hostIp = hostIp;
  }

  String field(String path) throws ContainerStartException {
    Matcher subscript = SUBSCRIPT.matcher(path);
    if (subscript.matches()) {
      return orEmpty(subscript.group(1)).getOrDefault(subscript.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "metadata.labels" -> lines(orEmpty("labels"));
      case "metadata.annotations" -> lines(orEmpty("annotations"));
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      case "spec.serviceAccountName" ->
          Optional.ofNullable(pod.getSpec().getServiceAccountName()).orElse("default");
      case "status.podIP", "status.podIPs" -> podIp;
      case "status.hostIP", "status.hostIPs" -> hostIp;
      default -> throw ContainerStartException.config("field label not supported: " + path);
    };
  }

  /** Returns what a container may use or asked for; the whole machine where nothing is said. */
  static String resource(ResourceFieldSelector selector, Container container)
      throws ContainerStartException {
    String resource = selector.getResource();
    int dot = resource.indexOf('.');
    String kind = dot < 0 ? "" : resource.substring(0, dot);
    String name = resource.substring(dot + 1);
    Map<String, Quantity> quantities =
        container.getResources() == null
            ? null
            : switch (kind) {
              case "limits" -> container.getResources().getLimits();
              case "requests" -> container.getResources().getRequests();
              default ->
                  throw ContainerStartException.config(
                      "unsupported container resource: " + resource);
            };
    Quantity quantity = quantities == null ? null : quantities.get(name);
    if (quantity == null && kind.equals("requests")) {
      return "0";
    }
    BigDecimal amount = quantity == null ? wholeMachine(name) : Quantity.getAmountInBytes(quantity);
    Quantity divisor = selector.getDivisor();
    BigDecimal unit = divisor == null ? BigDecimal.ONE : Quantity.getAmountInBytes(divisor);
    if (unit.signum() == 0) {
      unit = BigDecimal.ONE;
    }
    return amount.divide(unit, 0, RoundingMode.CEILING).toPlainString();
  }

  private static BigDecimal wholeMachine(String resource) {
    return resource.equals("cpu")
        ? BigDecimal.valueOf(Runtime.getRuntime().availableProcessors())
        : BigDecimal.valueOf(NodeCapacity.memoryBytes());
  }

  private Map<String, String> orEmpty(String what) {
    Map<String, String> map =
        what.equals("labels") ? pod.getMetadata().getLabels() : pod.getMetadata().getAnnotations();
    return map == null ? Map.of() : map;
  }

  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + "=\""
                        + e.getValue()
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                        + "\"")
            .collect(Collectors.joining("\n"));
  }
}
