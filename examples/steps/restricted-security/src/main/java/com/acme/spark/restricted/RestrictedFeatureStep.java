// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.restricted;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.Optional;

/**
 * Sets what the standard requires and is missing, in all containers of the pod.
 *
 * <p>What a setting, a template or another step has set on purpose is not changed: if it violates
 * the standard, the submission fails and lists all violations.
 */
final class RestrictedFeatureStep implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    List<String> violations = Violations.of(pod.assemble());
    if (!violations.isEmpty()) {
      String key = RestrictedFeatureStepFactory.ENABLED.key();
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          key,
          "%s is true, but the pod violates the standard: %s; remove the settings behind them, or set %s to false"
              .formatted(key, String.join(", ", violations), key));
    }
    return pod.editSpec(
            spec ->
                spec.withInitContainers(restrict(spec.buildInitContainers()))
                    .withContainers(restrict(spec.buildContainers()))
                    .editOrNewSecurityContext()
                    .withRunAsNonRoot(true)
                    .endSecurityContext())
        .editSpec(
            spec ->
                spec.buildSecurityContext().getSeccompProfile() != null
                    ? spec
                    : spec.editSecurityContext()
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext())
        .editContainer(spark -> spark.withSecurityContext(restrict(spark.buildSecurityContext())));
  }

  private static List<Container> restrict(List<Container> containers) {
    return containers.stream()
        .map(
            container ->
                new ContainerBuilder(container)
                    .withSecurityContext(restrict(container.getSecurityContext()))
                    .build())
        .toList();
  }

  private static SecurityContext restrict(SecurityContext current) {
    SecurityContextBuilder context =
        Optional.ofNullable(current)
            .map(SecurityContextBuilder::new)
            .orElseGet(SecurityContextBuilder::new)
            .withAllowPrivilegeEscalation(false);
    boolean dropsAll =
        context.hasCapabilities() && context.buildCapabilities().getDrop().contains("ALL");
    return dropsAll
        ? context.build()
        : context.editOrNewCapabilities().addToDrop("ALL").endCapabilities().build();
  }
}
