// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the containers of a pod. */
final class ContainerValidation {
  private static final String BETWEEN_PORTS = "must be between 1 and 65535, inclusive";

  private final Problems problems;
  private final EnvironmentValidation environment;
  private final ResourceValidation resources;
  private final Set<String> volumes;
  private final Set<String> names = new HashSet<>();

  /**
   * Creates the validation of all containers of a pod.
   *
   * @param volumes the names of the volumes that containers may mount
   */
  ContainerValidation(Problems problems, Set<String> volumes) {
    this.problems = problems;
    this.environment = new EnvironmentValidation(problems);
    this.resources = new ResourceValidation(problems);
    this.volumes = volumes;
  }

  /** Checks the containers of one list. */
  void check(JsonNode containers, String path) {
    int index = 0;
    for (JsonNode container : containers) {
      container(container, path + "[" + index++ + "]");
    }
  }

  private void container(JsonNode container, String path) {
    String name = Json.text(container, "name");
    if (name.isEmpty()) {
      problems.add(FieldError.required(path + ".name", ""));
    } else {
      problems.addAll(path + ".name", container, "name", NameRules::label);
      if (!names.add(name)) {
        problems.add(FieldError.duplicate(path + ".name", name));
      }
    }
    String image = Json.text(container, "image");
    if (image.isEmpty()) {
      problems.add(FieldError.required(path + ".image", ""));
    } else if (!image.strip().equals(image)) {
      problems.add(
          FieldError.invalid(
              path + ".image", image, "must not have leading or trailing whitespace"));
    }
    problems.checkOneOf(
        container, path, "terminationMessagePolicy", List.of("File", "FallbackToLogsOnError"));
    ports(container.path("ports"), path + ".ports");
    environment.checkVariables(container.path("env"), path + ".env");
    environment.checkSources(container.path("envFrom"), path + ".envFrom");
    mounts(container.path("volumeMounts"), path + ".volumeMounts");
    problems.checkOneOf(
        container, path, "imagePullPolicy", List.of("Always", "IfNotPresent", "Never"));
    resources.check(container.path("resources"), path + ".resources");
    securityContext(container.path("securityContext"), path + ".securityContext");
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(probe)) {
        handler(container.path(probe), path + "." + probe);
      }
    }
    for (String hook : List.of("postStart", "preStop")) {
      if (container.path("lifecycle").has(hook)) {
        handler(container.path("lifecycle").path(hook), path + ".lifecycle." + hook);
      }
    }
  }

  private void ports(JsonNode ports, String path) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode port : ports) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(port, "name");
      if (!name.isEmpty()) {
        List<String> bad = NameRules.portName(name);
        bad.forEach(why -> problems.add(FieldError.invalid(at + ".name", name, why)));
        if (bad.isEmpty() && !names.add(name)) {
          problems.add(FieldError.duplicate(at + ".name", name));
        }
      }
      int number = port.path("containerPort").asInt();
      if (number == 0) {
        problems.add(FieldError.required(at + ".containerPort", ""));
      } else {
        port(number, at + ".containerPort");
      }
      int hostPort = port.path("hostPort").asInt();
      if (hostPort != 0) {
        port(hostPort, at + ".hostPort");
      }
      problems.checkOneOf(port, at, "protocol", List.of("SCTP", "TCP", "UDP"));
    }
  }

  private void port(int number, String field) {
    if (number < 1 || number > 65535) {
      problems.add(FieldError.invalid(field, number, BETWEEN_PORTS));
    }
  }

  private void mounts(JsonNode mounts, String path) {
    Set<String> places = new HashSet<>();
    int index = 0;
    for (JsonNode mount : mounts) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(mount, "name");
      if (name.isEmpty()) {
        problems.add(FieldError.required(at + ".name", ""));
      }
      if (!volumes.contains(name)) {
        problems.add(FieldError.notFound(at + ".name", name));
      }
      String place = Json.text(mount, "mountPath");
      if (place.isEmpty()) {
        problems.add(FieldError.required(at + ".mountPath", ""));
      }
      if (!places.add(place)) {
        problems.add(FieldError.invalid(at + ".mountPath", place, "must be unique"));
      }
      String subPath = Json.text(mount, "subPath");
      problems.checkRelative(subPath, path + ".subPath");
      String expression = Json.text(mount, "subPathExpr");
      if (!expression.isEmpty()) {
        if (!subPath.isEmpty()) {
          problems.add(
              FieldError.invalid(
                  at + ".subPathExpr",
                  expression,
                  "subPathExpr and subPath are mutually exclusive"));
        }
        problems.checkRelative(expression, path + ".subPathExpr");
      }
    }
  }

  private void securityContext(JsonNode context, String path) {
    for (String id : List.of("runAsUser", "runAsGroup")) {
      if (context.has(id)) {
        long value = context.path(id).asLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
          problems.add(
              FieldError.invalid(
                  path + "." + id, value, "must be between 0 and 2147483647, inclusive"));
        }
      }
    }
    boolean forbidsEscalation =
        context.has("allowPrivilegeEscalation")
            && !context.path("allowPrivilegeEscalation").asBoolean();
    if (context.path("privileged").asBoolean(false) && forbidsEscalation) {
      problems.add(
          FieldError.invalid(
              path,
              context,
              "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
    }
  }

  private void handler(JsonNode handler, String path) {
    if (handler.has("httpGet")) {
      JsonNode port = handler.path("httpGet").path("port");
      if (port.isIntegralNumber()) {
        port(port.asInt(), path + ".httpGet.port");
      }
    } else if (handler.has("tcpSocket")) {
      JsonNode port = handler.path("tcpSocket").path("port");
      if (port.isIntegralNumber()) {
        port(port.asInt(), path + ".tcpSocket.port");
      }
    } else if (handler.has("exec")) {
      if (handler.path("exec").path("command").isEmpty()) {
        problems.add(FieldError.required(path + ".exec.command", ""));
      }
    } else if (!handler.has("grpc") && !handler.has("sleep")) {
      problems.add(FieldError.required(path, "must specify a handler type"));
    }
  }
}
