// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What third-party steps may do to pods: {@code spark.podsmith.steps.policy} and {@code
 * spark.podsmith.steps.allowedKinds}. Pod templates, settings and built-in steps are the user's own
 * words, so the policy does not apply to them.
 *
 * @param rules the rules that apply
 * @param kinds the kinds of objects that steps may create; empty for all
 */
record StepPolicy(Set<String> rules, Optional<Set<String>> kinds) {
  static final String NO_HOST_PATH = "no-host-path";
  static final String NO_PRIVILEGED = "no-privileged";
  static final String NO_HOST_NAMESPACES = "no-host-namespaces";
  static final String KEEP_SERVICE_ACCOUNT = "keep-service-account";

  private static final Set<String> HARMLESS = Set.of("NET_BIND_SERVICE");

  /**
   * A field that no third-party step may have written.
   *
   * @param field as the API server names it
   * @param what in words that follow "the driver pod"
   */
  record Finding(String field, String what) {}

  static StepPolicy of(KubernetesConf conf) {
    return new StepPolicy(
        Set.copyOf(conf.get(PodsmithKeys.STEPS_POLICY)),
        conf.get(PodsmithKeys.STEPS_ALLOWED_KINDS).map(Set::copyOf));
  }

  /** Returns what a finished pod has that no third-party step may have written. */
  List<Finding> findings(Pod pod) {
    List<Finding> findings = new ArrayList<>();
    if (rules.isEmpty()) {
      return findings;
    }
    PodSpec spec = pod.getSpec();
    if (rules.contains(NO_HOST_PATH)) {
      List<Volume> volumes = spec.getVolumes();
      for (int i = 0; i < volumes.size(); i++) {
        if (volumes.get(i).getHostPath() != null) {
          add(
              findings,
              "spec.volumes[%d]".formatted(i),
              "has the volume '%s' of type hostPath",
              String.valueOf(volumes.get(i).getName()));
        }
      }
    }
    if (rules.contains(NO_HOST_NAMESPACES)) {
      addIfTrue(findings, "hostNetwork", spec.getHostNetwork());
      addIfTrue(findings, "hostPID", spec.getHostPID());
      addIfTrue(findings, "hostIPC", spec.getHostIPC());
    }
    if (rules.contains(NO_PRIVILEGED)) {
      addPrivileged(findings, "spec.containers", spec.getContainers());
      addPrivileged(findings, "spec.initContainers", spec.getInitContainers());
    }
    if (rules.contains(KEEP_SERVICE_ACCOUNT)) {
      // also where a step removed it
      addAccount(findings, "serviceAccountName", spec.getServiceAccountName());
      addAccount(findings, "serviceAccount", spec.getServiceAccount());
      addAccount(findings, "automountServiceAccountToken", spec.getAutomountServiceAccountToken());
    }
    return findings;
  }

  private static void addIfTrue(List<Finding> findings, String field, @Nullable Boolean value) {
    if (Boolean.TRUE.equals(value)) {
      add(findings, "spec.%s".formatted(field), "has %s=true", field);
    }
  }

  private static void addAccount(List<Finding> findings, String field, @Nullable Object value) {
    add(
        findings,
        "spec.%s".formatted(field),
        "has %s=%s",
        field,
        Objects.requireNonNullElse(value, "(none)"));
  }

  private static void addPrivileged(
      List<Finding> findings, String list, List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      SecurityContext context = containers.get(i).getSecurityContext();
      if (context == null) {
        continue;
      }
      String at = "%s[%d].securityContext".formatted(list, i);
      String name = String.valueOf(containers.get(i).getName());
      if (Boolean.TRUE.equals(context.getPrivileged())) {
        add(
            findings,
            "%s.privileged".formatted(at),
            "has the container '%s' with privileged=true",
            name);
      }
      if (context.getCapabilities() != null) {
        List<String> added =
            context.getCapabilities().getAdd().stream()
                .filter(capability -> !HARMLESS.contains(capability))
                .toList();
        if (!added.isEmpty()) {
          add(
              findings,
              "%s.capabilities.add".formatted(at),
              "has the container '%s' with the capabilities %s",
              name,
              added);
        }
      }
    }
  }

  private static void add(List<Finding> findings, String field, String what, Object... values) {
    findings.add(
        new Finding(
            field,
            "%s, which %s does not allow"
                .formatted(what.formatted(values), PodsmithKeys.STEPS_POLICY.key())));
  }

  /**
   * Checks the kinds of the objects that steps create.
   *
   * @param authors tells who returned each object, by its identity; asked only where a kind is not
   *     allowed
   * @throws StepException that names the step, the object and the setting
   */
  void requireKinds(Collection<HasMetadata> objects, Supplier<Map<HasMetadata, Author>> authors) {
    if (kinds.isEmpty() || objects.stream().allMatch(object -> isAllowed(object))) {
      return;
    }
    authors
        .get()
        .forEach(
            (object, author) -> {
              if (!isAllowed(object) && author.step().isPresent()) {
                throw new StepException(
                    PodsmithError.STEP_RESULT,
                    author.step().get().id(),
                    author.step().get().origin(),
                    "%s creates the object %s %s, whose kind %s does not list (%s); %s, or add the kind"
                        .formatted(
                            author.described(),
                            object.getKind(),
                            object.getMetadata().getName(),
                            PodsmithKeys.STEPS_ALLOWED_KINDS.key(),
                            String.join(", ", kinds.get().stream().sorted().toList()),
                            author.remedy()),
                    null);
              }
            });
  }

  private boolean isAllowed(HasMetadata object) {
    return kinds.isEmpty() || kinds.get().contains(object.getKind());
  }
}
