// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.checks.RestrictedPod.Privilege;
import io.podsmith.core.builder.checks.RestrictedPod.Violation;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plugin.StepInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
  private static final Map<Privilege, String> RULES =
      Map.of(
          Privilege.HOST_PATH, PodsmithKeys.NO_HOST_PATH,
          Privilege.ROOT, PodsmithKeys.NO_PRIVILEGED,
          Privilege.HOST_NAMESPACE, PodsmithKeys.NO_HOST_NAMESPACES);

  static StepPolicy of(KubernetesConf conf) {
    return new StepPolicy(
        Set.copyOf(conf.get(PodsmithKeys.STEPS_POLICY)),
        conf.get(PodsmithKeys.STEPS_ALLOWED_KINDS).map(Set::copyOf));
  }

  /** Returns whether any rule applies to pods. */
  boolean limitsPods() {
    return !rules.isEmpty();
  }

  /**
   * Returns what a finished pod has that no third-party step may have written.
   *
   * @param violations what makes the pod less than restricted
   */
  List<Violation> findings(Pod pod, List<Violation> violations) {
    List<Violation> findings =
        new ArrayList<>(
            violations.stream()
                .filter(v -> rules.contains(RULES.getOrDefault(v.privilege(), "")))
                .toList());
    if (rules.contains(PodsmithKeys.KEEP_SERVICE_ACCOUNT)) {
      // also where a step removed it
      PodSpec spec = pod.getSpec();
      findings.add(account("serviceAccountName", spec.getServiceAccountName()));
      findings.add(account("serviceAccount", spec.getServiceAccount()));
      findings.add(account("automountServiceAccountToken", spec.getAutomountServiceAccountToken()));
    }
    return findings;
  }

  private static Violation account(String field, @Nullable Object value) {
    return new Violation(
        Privilege.OTHER,
        "spec.%s".formatted(field),
        "has %s=%s".formatted(field, Objects.requireNonNullElse(value, "(none)")));
  }

  /**
   * Checks the kinds of the objects that steps create.
   *
   * @param authors tells who returned each object, by its identity; asked only where a kind is not
   *     allowed
   * @throws StepException that names the step, the object and the setting
   */
  void requireKinds(Collection<HasMetadata> objects, Supplier<Map<HasMetadata, Author>> authors) {
    if (objects.stream().allMatch(this::isAllowed)) {
      return;
    }
    // by name, because the map has no order
    authors.get().entrySet().stream()
        .filter(entry -> !isAllowed(entry.getKey()))
        .sorted(Comparator.comparing(entry -> entry.getKey().getMetadata().getName()))
        .forEach(
            entry ->
                entry
                    .getValue()
                    .step()
                    .ifPresent(step -> forbid(entry.getKey(), entry.getValue(), step)));
  }

  private void forbid(HasMetadata object, Author author, StepInfo step) {
    throw new StepException(
        PodsmithError.STEP_RESULT,
        step.id(),
        step.origin(),
        "%s creates the object %s %s, whose kind %s does not list (%s); %s, or add the kind"
            .formatted(
                author.described(),
                object.getKind(),
                object.getMetadata().getName(),
                PodsmithKeys.STEPS_ALLOWED_KINDS.key(),
                String.join(", ", kinds.orElseThrow().stream().sorted().toList()),
                author.remedy()),
        null);
  }

  private boolean isAllowed(HasMetadata object) {
    return kinds.isEmpty() || kinds.get().contains(object.getKind());
  }
}
