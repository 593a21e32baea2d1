package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what is wrong with the spec of a pod or of a pod template. */
final class PodValidation {
  private static final String BETWEEN_PORTS = "must be between 1 and 65535, inclusive";
  private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");
  private static final String ENV_NAME_RULE =
      "a valid environment variable name must consist only of printable ASCII characters other"
          + " than '='";
  private static final Pattern SUBSCRIPT =
      Pattern.compile("(metadata\\.(?:labels|annotations))\\['(.*)']");
  private static final Set<String> ENV_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final List<String> ENV_RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private final List<FieldError> wrong = new ArrayList<>();

  private PodValidation() {}

  /** Finds what is wrong with a spec that stands at a path. */
  static List<FieldError> validate(JsonNode spec, String path) {
    PodValidation validation = new PodValidation();
    validation.spec(spec, path);
    return validation.wrong;
  }

  private void spec(JsonNode spec, String path) {
    Set<String> volumes = volumes(spec.path("volumes"), path + ".volumes");
    Set<String> names = new HashSet<>();
    String containers = path + ".containers";
    if (spec.path("containers").isEmpty()) {
      wrong.add(FieldError.required(containers, ""));
    }
    containers(spec.path("containers"), containers, names, volumes);
    containers(spec.path("initContainers"), path + ".initContainers", names, volumes);
    if (!spec.path("ephemeralContainers").isEmpty()) {
      wrong.add(FieldError.forbidden(path + ".ephemeralContainers", "cannot be set on create"));
    }
    oneOf(spec, path, "restartPolicy", List.of("Always", "OnFailure", "Never"));
    oneOf(
        spec,
        path,
        "dnsPolicy",
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));
    if (Json.text(spec, "dnsPolicy").equals("None")
        && spec.path("dnsConfig").path("nameservers").isEmpty()) {
      wrong.add(
          spec.has("dnsConfig")
              ? FieldError.required(
                  path + ".dnsConfig.nameservers",
                  "must provide at least one DNS nameserver when `dnsPolicy` is None")
              : FieldError.required(
                  path + ".dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"));
    }
    names(path + ".nodeSelector", spec.path("nodeSelector"));
    if (spec.has("serviceAccountName")) {
      add(path + ".serviceAccountName", spec, "serviceAccountName", NameRules::subdomain);
    }
    add(path + ".nodeName", spec, "nodeName", NameRules::subdomain);
    if (spec.has("activeDeadlineSeconds")) {
      long seconds = spec.path("activeDeadlineSeconds").asLong();
      if (seconds < 1 || seconds > Integer.MAX_VALUE) {
        wrong.add(
            FieldError.invalid(
                path + ".activeDeadlineSeconds",
                seconds,
                "must be between 1 and 2147483647, inclusive"));
      }
    }
    add(path + ".hostname", spec, "hostname", NameRules::label);
    add(path + ".subdomain", spec, "subdomain", NameRules::label);
    tolerations(spec.path("tolerations"), path + ".tolerations");
    hostAliases(spec.path("hostAliases"), path + ".hostAliases");
    affinity(spec.path("affinity"), path + ".affinity");
    add(path + ".priorityClassName", spec, "priorityClassName", NameRules::subdomain);
    topology(spec.path("topologySpreadConstraints"), path + ".topologySpreadConstraints");
    int gate = 0;
    for (JsonNode each : spec.path("schedulingGates")) {
      for (String why : NameRules.qualifiedName(Json.text(each, "name"))) {
        wrong.add(
            FieldError.invalid(
                path + ".schedulingGates[" + gate + "]", Json.text(each, "name"), why));
      }
      gate++;
    }
  }

  /** A rule for names. */
  private interface NameRule {
    List<String> check(String name);
  }

  private void add(String field, JsonNode parent, String name, NameRule rule) {
    String value = Json.text(parent, name);
    if (!value.isEmpty()) {
      for (String why : rule.check(value)) {
        wrong.add(FieldError.invalid(field, value, why));
      }
    }
  }

  private void names(String field, JsonNode labels) {
    wrong.addAll(LabelRules.validate(labels, field));
  }

  private void oneOf(JsonNode parent, String path, String name, List<String> values) {
    String value = Json.text(parent, name);
    if (value.isEmpty()) {
      wrong.add(FieldError.required(path + "." + name, ""));
    } else if (!values.contains(value)) {
      wrong.add(FieldError.unsupported(path + "." + name, value, values));
    }
  }

  // ---------------------------------------------------------------- containers

  private void containers(
      JsonNode containers, String path, Set<String> names, Set<String> volumes) {
    int index = 0;
    for (JsonNode container : containers) {
      container(container, path + "[" + index++ + "]", names, volumes);
    }
  }

  private void container(JsonNode container, String path, Set<String> names, Set<String> volumes) {
    String name = Json.text(container, "name");
    if (name.isEmpty()) {
      wrong.add(FieldError.required(path + ".name", ""));
    } else {
      add(path + ".name", container, "name", NameRules::label);
      if (!names.add(name)) {
        wrong.add(FieldError.duplicate(path + ".name", name));
      }
    }
    String image = Json.text(container, "image");
    if (image.isEmpty()) {
      wrong.add(FieldError.required(path + ".image", ""));
    } else if (!image.strip().equals(image)) {
      wrong.add(
          FieldError.invalid(
              path + ".image", image, "must not have leading or trailing whitespace"));
    }
    oneOf(container, path, "terminationMessagePolicy", List.of("File", "FallbackToLogsOnError"));
    ports(container.path("ports"), path + ".ports");
    env(container.path("env"), path + ".env");
    envFrom(container.path("envFrom"), path + ".envFrom");
    mounts(container.path("volumeMounts"), path + ".volumeMounts", volumes);
    oneOf(container, path, "imagePullPolicy", List.of("Always", "IfNotPresent", "Never"));
    resources(container.path("resources"), path + ".resources");
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
        bad.forEach(why -> wrong.add(FieldError.invalid(at + ".name", name, why)));
        if (bad.isEmpty() && !names.add(name)) {
          wrong.add(FieldError.duplicate(at + ".name", name));
        }
      }
      int number = port.path("containerPort").asInt();
      if (number == 0) {
        wrong.add(FieldError.required(at + ".containerPort", ""));
      } else {
        port(number, at + ".containerPort");
      }
      int hostPort = port.path("hostPort").asInt();
      if (hostPort != 0) {
        port(hostPort, at + ".hostPort");
      }
      oneOf(port, at, "protocol", List.of("SCTP", "TCP", "UDP"));
    }
  }

  private void port(int number, String field) {
    if (number < 1 || number > 65535) {
      wrong.add(FieldError.invalid(field, number, BETWEEN_PORTS));
    }
  }

  private void env(JsonNode env, String path) {
    int index = 0;
    for (JsonNode variable : env) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(variable, "name");
      if (name.isEmpty()) {
        wrong.add(FieldError.required(at + ".name", ""));
      } else if (!ENV_NAME.matcher(name).matches()) {
        wrong.add(FieldError.invalid(at + ".name", name, ENV_NAME_RULE));
      }
      if (variable.has("valueFrom")) {
        valueFrom(variable, at + ".valueFrom");
      }
    }
  }

  private void valueFrom(JsonNode variable, String path) {
    JsonNode from = variable.path("valueFrom");
    int sources = 0;
    if (from.has("fieldRef")) {
      sources++;
      fieldRef(from.path("fieldRef"), path + ".fieldRef", ENV_FIELDS);
    }
    if (from.has("resourceFieldRef")) {
      sources++;
      String at = path + ".resourceFieldRef.resource";
      String resource = Json.text(from, "resourceFieldRef", "resource");
      if (resource.isEmpty()) {
        wrong.add(FieldError.required(at, ""));
      } else if (!ENV_RESOURCES.contains(resource) && !resource.contains("hugepages-")) {
        wrong.add(FieldError.unsupported(at, resource, ENV_RESOURCES));
      }
    }
    for (String source : List.of("configMapKeyRef", "secretKeyRef")) {
      if (from.has(source)) {
        sources++;
        keyRef(from.path(source), path + "." + source);
      }
    }
    if (from.has("fileKeyRef")) {
      sources++;
    }
    if (!Json.text(variable, "value").isEmpty() && sources > 0) {
      wrong.add(FieldError.invalid(path, "", "may not be specified when `value` is not empty"));
    } else if (sources == 0) {
      wrong.add(
          FieldError.invalid(
              path,
              "",
              "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
                  + " `secretKeyRef`"));
    } else if (sources > 1) {
      wrong.add(
          FieldError.invalid(path, "", "may not have more than one field specified at a time"));
    }
  }

  private void fieldRef(JsonNode reference, String path, Set<String> known) {
    String field = Json.text(reference, "fieldPath");
    if (field.isEmpty()) {
      wrong.add(FieldError.required(path + ".fieldPath", ""));
      return;
    }
    Matcher subscript = SUBSCRIPT.matcher(field);
    if (subscript.matches()) {
      for (String why : NameRules.qualifiedName(subscript.group(2))) {
        wrong.add(FieldError.invalid(path, subscript.group(2), why));
      }
    } else if (!known.contains(field)) {
      wrong.add(
          FieldError.invalid(
              path + ".fieldPath",
              field,
              "error converting fieldPath: field label not supported: " + field));
    }
  }

  private void keyRef(JsonNode reference, String path) {
    String name = Json.text(reference, "name");
    NameRules.subdomain(name)
        .forEach(why -> wrong.add(FieldError.invalid(path + ".name", name, why)));
    String key = Json.text(reference, "key");
    if (key.isEmpty()) {
      wrong.add(FieldError.required(path + ".key", ""));
    } else {
      NameRules.configKey(key)
          .forEach(why -> wrong.add(FieldError.invalid(path + ".key", key, why)));
    }
  }

  private void envFrom(JsonNode envFrom, String path) {
    int index = 0;
    for (JsonNode each : envFrom) {
      String at = path + "[" + index++ + "]";
      String prefix = Json.text(each, "prefix");
      if (!prefix.isEmpty() && !ENV_NAME.matcher(prefix).matches()) {
        wrong.add(FieldError.invalid(at + ".prefix", prefix, ENV_NAME_RULE));
      }
      int sources = 0;
      for (String source : List.of("configMapRef", "secretRef")) {
        if (each.has(source)) {
          sources++;
          if (Json.text(each, source, "name").isEmpty()) {
            wrong.add(FieldError.required(at + "." + source + ".name", ""));
          }
        }
      }
      if (sources == 0) {
        wrong.add(
            FieldError.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
      } else if (sources > 1) {
        wrong.add(
            FieldError.invalid(path, "", "may not have more than one field specified at a time"));
      }
    }
  }

  private void mounts(JsonNode mounts, String path, Set<String> volumes) {
    Set<String> places = new HashSet<>();
    int index = 0;
    for (JsonNode mount : mounts) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(mount, "name");
      if (name.isEmpty()) {
        wrong.add(FieldError.required(at + ".name", ""));
      }
      if (!volumes.contains(name)) {
        wrong.add(FieldError.notFound(at + ".name", name));
      }
      String place = Json.text(mount, "mountPath");
      if (place.isEmpty()) {
        wrong.add(FieldError.required(at + ".mountPath", ""));
      }
      if (!places.add(place)) {
        wrong.add(FieldError.invalid(at + ".mountPath", place, "must be unique"));
      }
      String subPath = Json.text(mount, "subPath");
      localPath(subPath, path + ".subPath");
      String expression = Json.text(mount, "subPathExpr");
      if (!expression.isEmpty()) {
        if (!subPath.isEmpty()) {
          wrong.add(
              FieldError.invalid(
                  at + ".subPathExpr",
                  expression,
                  "subPathExpr and subPath are mutually exclusive"));
        }
        localPath(expression, path + ".subPathExpr");
      }
    }
  }

  private void localPath(String value, String field) {
    if (value.startsWith("/")) {
      wrong.add(FieldError.invalid(field, value, "must be a relative path"));
    }
    noBackSteps(value, field);
  }

  private void noBackSteps(String value, String field) {
    if (List.of(value.split("/")).contains("..")) {
      wrong.add(FieldError.invalid(field, value, "must not contain '..'"));
    }
  }

  private void resources(JsonNode resources, String path) {
    JsonNode limits = resources.path("limits");
    JsonNode requests = resources.path("requests");
    boolean lacksLimit = false;
    for (var limit : Json.fields(limits)) {
      amount(limit.getKey(), limit.getValue(), path + ".limits[" + limit.getKey() + "]");
    }
    for (var request : Json.fields(requests)) {
      String name = request.getKey();
      amount(name, request.getValue(), path + ".requests[" + name + "]");
      boolean isExtended = isExtended(name);
      if (limits.has(name)) {
        int order =
            Quantities.parse(request.getValue()).compareTo(Quantities.parse(limits.path(name)));
        if (isExtended && order != 0) {
          wrong.add(
              FieldError.invalid(
                  path + ".requests",
                  request.getValue(),
                  "must be equal to " + name + " limit of " + limits.path(name).asText()));
        } else if (order > 0) {
          wrong.add(
              FieldError.invalid(
                  path + ".requests",
                  request.getValue(),
                  "must be less than or equal to "
                      + name
                      + " limit of "
                      + limits.path(name).asText()));
        }
      } else {
        lacksLimit |= isExtended;
      }
    }
    if (lacksLimit) {
      wrong.add(
          FieldError.required(
              path + ".limits", "Limit must be set for non overcommitable resources"));
    }
  }

  private void amount(String resource, JsonNode amount, String field) {
    NameRules.qualifiedName(resource)
        .forEach(why -> wrong.add(FieldError.invalid(field, resource, why)));
    if (!resource.contains("/")) {
      boolean isContainers =
          List.of("cpu", "memory", "ephemeral-storage").contains(resource)
              || resource.startsWith("hugepages-");
      boolean isStandard =
          isContainers
              || List.of("pods", "services", "storage", "secrets", "configmaps", "resourcequotas")
                  .contains(resource);
      if (!isStandard) {
        wrong.add(
            FieldError.invalid(
                field, resource, "must be a standard resource type or fully qualified"));
      }
      if (!isContainers) {
        wrong.add(
            FieldError.invalid(field, resource, "must be a standard resource for containers"));
      }
    } else if (!NameRules.qualifiedName(resource).isEmpty()) {
      wrong.add(
          FieldError.invalid(field, resource, "doesn't follow extended resource name standard"));
    }
    var value = Quantities.parse(amount);
    if (value.signum() < 0) {
      wrong.add(FieldError.invalid(field, amount, "must be greater than or equal to 0"));
    }
    if (isExtended(resource) && value.stripTrailingZeros().scale() > 0) {
      wrong.add(FieldError.invalid(field, amount, "must be an integer"));
    }
  }

  private static boolean isExtended(String resource) {
    return resource.contains("/") || resource.startsWith("hugepages-");
  }

  private void securityContext(JsonNode context, String path) {
    for (String id : List.of("runAsUser", "runAsGroup")) {
      if (context.has(id)) {
        long value = context.path(id).asLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
          wrong.add(
              FieldError.invalid(
                  path + "." + id, value, "must be between 0 and 2147483647, inclusive"));
        }
      }
    }
    boolean forbidsEscalation =
        context.has("allowPrivilegeEscalation")
            && !context.path("allowPrivilegeEscalation").asBoolean();
    if (context.path("privileged").asBoolean(false) && forbidsEscalation) {
      wrong.add(
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
        wrong.add(FieldError.required(path + ".exec.command", ""));
      }
    } else if (!handler.has("grpc") && !handler.has("sleep")) {
      wrong.add(FieldError.required(path, "must specify a handler type"));
    }
  }

  // ---------------------------------------------------------------- volumes

  private Set<String> volumes(JsonNode volumes, String path) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode volume : volumes) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(volume, "name");
      int before = wrong.size();
      if (name.isEmpty()) {
        wrong.add(FieldError.required(at + ".name", ""));
      } else {
        add(at + ".name", volume, "name", NameRules::label);
      }
      if (names.contains(name)) {
        wrong.add(FieldError.duplicate(at + ".name", name));
      }
      source((ObjectNode) volume, at);
      if (wrong.size() == before) {
        names.add(name);
      }
    }
    return names;
  }

  private void source(ObjectNode volume, String path) {
    int count = 0;
    for (String source : SOURCES) {
      if (!volume.has(source)) {
        continue;
      }
      String at = path + "." + source;
      if (count++ > 0) {
        wrong.add(FieldError.forbidden(at, "may not specify more than 1 volume type"));
      } else {
        source(source, volume.path(source), at);
      }
    }
    boolean isKnown = volume.size() == 1 + count;
    if (count == 0 && isKnown) {
      wrong.add(FieldError.required(path, "must specify a volume type"));
    }
  }

  // In the order in which the real server looks at them.
  private static final List<String> SOURCES =
      List.of(
          "emptyDir",
          "hostPath",
          "secret",
          "nfs",
          "persistentVolumeClaim",
          "configMap",
          "downwardAPI",
          "projected",
          "ephemeral",
          "csi",
          "image");

  private void source(String kind, JsonNode source, String path) {
    switch (kind) {
      case "emptyDir" -> {
        if (source.has("sizeLimit") && Quantities.parse(source.path("sizeLimit")).signum() < 0) {
          wrong.add(
              FieldError.forbidden(
                  path + ".sizeLimit", "SizeLimit field must be a valid resource quantity"));
        }
      }
      case "hostPath" -> {
        String place = Json.text(source, "path");
        if (place.isEmpty()) {
          wrong.add(FieldError.required(path + ".path", ""));
        } else {
          noBackSteps(place, path + ".path");
          String type = Json.text(source, "type");
          if (!HOST_PATH_TYPES.contains(type)) {
            wrong.add(FieldError.unsupported(path + ".type", type, HOST_PATH_TYPES));
          }
        }
      }
      case "configMap" -> {
        required(source, path, "name");
        items(source, path);
      }
      case "secret" -> {
        required(source, path, "secretName");
        items(source, path);
      }
      case "nfs" -> {
        required(source, path, "server");
        String place = Json.text(source, "path");
        if (place.isEmpty()) {
          wrong.add(FieldError.required(path + ".path", ""));
        } else if (!place.startsWith("/")) {
          wrong.add(FieldError.invalid(path + ".path", place, "must be an absolute path"));
        }
      }
      case "persistentVolumeClaim" -> required(source, path, "claimName");
      default -> {}
    }
  }

  private void required(JsonNode source, String path, String field) {
    if (Json.text(source, field).isEmpty()) {
      wrong.add(FieldError.required(path + "." + field, ""));
    }
  }

  private void items(JsonNode source, String path) {
    mode(source.path("defaultMode"), path + ".defaultMode");
    int index = 0;
    for (JsonNode item : source.path("items")) {
      String at = path + ".items[" + index++ + "]";
      required(item, at, "key");
      String place = Json.text(item, "path");
      if (place.isEmpty()) {
        wrong.add(FieldError.required(at + ".path", ""));
      } else {
        localPath(place, at + ".path");
      }
      mode(item.path("mode"), at + ".mode");
    }
  }

  private void mode(JsonNode mode, String field) {
    if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > 0777)) {
      wrong.add(
          FieldError.invalid(
              field, mode.asInt(), "must be a number between 0 and 0777 (octal), both inclusive"));
    }
  }

  // ---------------------------------------------------------------- scheduling

  private void tolerations(JsonNode tolerations, String path) {
    int index = 0;
    for (JsonNode each : tolerations) {
      String at = path + "[" + index++ + "]";
      String key = Json.text(each, "key");
      String operator = Json.text(each, "operator");
      String effect = Json.text(each, "effect");
      if (!key.isEmpty()) {
        add(at + ".key", each, "key", NameRules::qualifiedName);
      } else if (!operator.equals("Exists")) {
        wrong.add(
            FieldError.invalid(
                at + ".operator",
                operator,
                "operator must be Exists when `key` is empty, which means \"match all values and"
                    + " all keys\""));
      }
      if (each.has("tolerationSeconds") && !effect.equals("NoExecute")) {
        wrong.add(
            FieldError.invalid(
                at + ".effect",
                effect,
                "effect must be 'NoExecute' when `tolerationSeconds` is set"));
      }
      switch (operator) {
        case "Equal", "" -> {
          String value = Json.text(each, "value");
          NameRules.labelValue(value)
              .forEach(why -> wrong.add(FieldError.invalid(at + ".operator", value, why)));
        }
        case "Exists" -> {
          if (!Json.text(each, "value").isEmpty()) {
            wrong.add(
                FieldError.invalid(
                    at + ".operator",
                    Json.text(each, "value"),
                    "value must be empty when `operator` is 'Exists'"));
          }
        }
        default ->
            wrong.add(
                FieldError.unsupported(at + ".operator", operator, List.of("Equal", "Exists")));
      }
      List<String> effects = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
      if (!effect.isEmpty() && !effects.contains(effect)) {
        wrong.add(FieldError.unsupported(at + ".effect", effect, effects));
      }
    }
  }

  private void hostAliases(JsonNode aliases, String path) {
    int index = 0;
    for (JsonNode alias : aliases) {
      String at = path + "[" + index++ + "]";
      String ip = Json.text(alias, "ip");
      if (!IpAddresses.isValid(ip)) {
        wrong.add(
            FieldError.invalid(
                at + ".ip", ip, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
      }
      for (String host : Json.texts(alias.path("hostnames"))) {
        NameRules.subdomain(host)
            .forEach(why -> wrong.add(FieldError.invalid(at + ".hostnames", host, why)));
      }
    }
  }

  private void affinity(JsonNode affinity, String path) {
    String required = "requiredDuringSchedulingIgnoredDuringExecution";
    JsonNode node = affinity.path("nodeAffinity");
    if (node.has(required) && node.path(required).path("nodeSelectorTerms").isEmpty()) {
      wrong.add(
          FieldError.required(
              path + ".nodeAffinity." + required + ".nodeSelectorTerms",
              "must have at least one node selector term"));
    }
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      int index = 0;
      for (JsonNode term : affinity.path(kind).path(required)) {
        if (Json.text(term, "topologyKey").isEmpty()) {
          wrong.add(
              FieldError.required(
                  path + "." + kind + "." + required + "[" + index + "].topologyKey",
                  "can not be empty"));
        }
        index++;
      }
    }
  }

  private void topology(JsonNode constraints, String path) {
    int index = 0;
    for (JsonNode each : constraints) {
      String at = path + "[" + index++ + "]";
      int skew = each.path("maxSkew").asInt();
      if (skew <= 0) {
        wrong.add(FieldError.invalid(at + ".maxSkew", skew, "must be greater than zero"));
      }
      if (Json.text(each, "topologyKey").isEmpty()) {
        wrong.add(FieldError.required(at + ".topologyKey", "can not be empty"));
      }
      oneOf(each, at, "whenUnsatisfiable", List.of("DoNotSchedule", "ScheduleAnyway"));
    }
  }
}
