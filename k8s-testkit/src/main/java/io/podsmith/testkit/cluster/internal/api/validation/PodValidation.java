// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.IpAddresses;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the spec of a pod or of a pod template. */
public final class PodValidation {
  private final Problems problems = new Problems();

  private PodValidation() {}

  /** Finds what is wrong with a spec that stands at a path. */
  public static List<FieldError> validate(JsonNode spec, String path) {
    PodValidation validation = new PodValidation();
    validation.spec(spec, path);
    return validation.problems.all();
  }

  private void spec(JsonNode spec, String path) {
    Set<String> volumes =
        new VolumeValidation(problems).check(spec.path("volumes"), path + ".volumes");
    PlacementValidation placement = new PlacementValidation(problems);
    ContainerValidation validation = new ContainerValidation(problems, volumes);
    String containers = path + ".containers";
    if (spec.path("containers").isEmpty()) {
      problems.add(FieldError.required(containers, ""));
    }
    validation.check(spec.path("containers"), containers);
    validation.check(spec.path("initContainers"), path + ".initContainers");
    if (!spec.path("ephemeralContainers").isEmpty()) {
      problems.add(FieldError.forbidden(path + ".ephemeralContainers", "cannot be set on create"));
    }
    problems.checkOneOf(spec, path, "restartPolicy", List.of("Always", "OnFailure", "Never"));
    problems.checkOneOf(
        spec,
        path,
        "dnsPolicy",
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));
    if (Json.text(spec, "dnsPolicy").equals("None")
        && spec.path("dnsConfig").path("nameservers").isEmpty()) {
      problems.add(
          spec.has("dnsConfig")
              ? FieldError.required(
                  path + ".dnsConfig.nameservers",
                  "must provide at least one DNS nameserver when `dnsPolicy` is None")
              : FieldError.required(
                  path + ".dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"));
    }
    problems.addAll(LabelRules.validate(spec.path("nodeSelector"), path + ".nodeSelector"));
    if (spec.has("serviceAccountName")) {
      problems.addAll(
          path + ".serviceAccountName", spec, "serviceAccountName", NameRules::subdomain);
    }
    problems.addAll(path + ".nodeName", spec, "nodeName", NameRules::subdomain);
    if (spec.has("activeDeadlineSeconds")) {
      long seconds = spec.path("activeDeadlineSeconds").asLong();
      if (seconds < 1 || seconds > Integer.MAX_VALUE) {
        problems.add(
            FieldError.invalid(
                path + ".activeDeadlineSeconds",
                seconds,
                "must be between 1 and 2147483647, inclusive"));
      }
    }
    problems.addAll(path + ".hostname", spec, "hostname", NameRules::label);
    problems.addAll(path + ".subdomain", spec, "subdomain", NameRules::label);
    placement.checkTolerations(spec.path("tolerations"), path + ".tolerations");
    hostAliases(spec.path("hostAliases"), path + ".hostAliases");
    placement.checkAffinity(spec.path("affinity"), path + ".affinity");
    problems.addAll(path + ".priorityClassName", spec, "priorityClassName", NameRules::subdomain);
    placement.checkTopology(
        spec.path("topologySpreadConstraints"), path + ".topologySpreadConstraints");
    placement.checkGates(spec.path("schedulingGates"), path + ".schedulingGates");
  }

  private void hostAliases(JsonNode aliases, String path) {
    int index = 0;
    for (JsonNode alias : aliases) {
      String at = path + "[" + index++ + "]";
      String ip = Json.text(alias, "ip");
      if (!IpAddresses.isValid(ip)) {
        problems.add(
            FieldError.invalid(
                at + ".ip", ip, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
      }
      for (String host : Json.texts(alias.path("hostnames"))) {
        NameRules.subdomain(host)
            .forEach(why -> problems.add(FieldError.invalid(at + ".hostnames", host, why)));
      }
    }
  }
}
