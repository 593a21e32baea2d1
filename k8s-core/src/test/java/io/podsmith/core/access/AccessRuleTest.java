// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRuleTest {
  private static final String WITHOUT = "it is slower";

  private final NeedList needs = new NeedList("jobs");

  private List<String> rules() {
    return AccessRule.of(needs.needs()).stream()
        .map(rule -> "%s%s %s".formatted(rule.resource(), rule.names(), rule.verbs().keySet()))
        .toList();
  }

  @Test
  void combinesVerbsOfOneResourceInTheOrderOfVerbs() {
    needs
        .required(Resources.PODS, Verb.DELETE, "ends it")
        .required(Resources.SERVICES, Verb.CREATE, "creates it")
        .required(Resources.PODS, Verb.CREATE, "creates it");

    assertThat(rules()).containsExactly("pods[] [CREATE, DELETE]", "services[] [CREATE]");
  }

  @Test
  void limitsAVerbToNamesUnlessItIsNeededForAllObjects() {
    needs
        .required(Resources.PODS, Verb.GET, Optional.of("a"), "reads a")
        .required(Resources.PODS, Verb.GET, Optional.of("b"), "reads b")
        .required(Resources.PODS, Verb.DELETE, Optional.of("a"), "deletes a")
        .required(Resources.PODS, Verb.DELETE, "deletes all");

    assertThat(rules()).containsExactly("pods[] [DELETE]", "pods[a, b] [GET]");
  }

  @ParameterizedTest
  @EnumSource(
      value = Verb.class,
      names = {"CREATE", "LIST", "WATCH", "DELETECOLLECTION"})
  void dropsNamesOfVerbsThatTakeNone(Verb verb) {
    needs.required(Resources.PODS, verb, Optional.of("a"), "does it");

    assertThat(rules()).containsExactly("pods[] [%s]".formatted(verb));
  }

  @Test
  void isOptionalOnlyIfAllNeedsAre() {
    needs
        .optional(Resources.PODS, Verb.GET, "reads it", WITHOUT)
        .required(Resources.PODS, Verb.GET, "must read it")
        .optional(Resources.PODS, Verb.LIST, "lists them", WITHOUT);
    AccessRule rule = AccessRule.of(needs.needs()).get(0);

    assertThat(rule.isOptional(Verb.GET)).isFalse();
    assertThat(rule.isOptional(Verb.LIST)).isTrue();
    assertThat(rule.required().orElseThrow().verbs()).containsOnlyKeys(Verb.GET);
  }

  @Test
  void hasNoRequiredRuleIfAllVerbsAreOptional() {
    needs.optional(Resources.EVENTS, Verb.LIST, "lists them", WITHOUT);

    assertThat(AccessRule.of(needs.needs()).get(0).required()).isEmpty();
  }

  @Test
  void namesResourcesAsRulesDo() {
    assertThat(ApiResource.of(new DeploymentBuilder().build()))
        .isEqualTo(new ApiResource("apps", "deployments"))
        .hasToString("deployments.apps");
    assertThat(
            ApiResource.of(
                new GenericKubernetesResourceBuilder()
                    .withApiVersion("scheduling.volcano.sh/v1beta1")
                    .withKind("PodGroup")
                    .build()))
        .hasToString("podgroups.scheduling.volcano.sh");
    assertThat(new ApiResource("apps", "deployments/scale"))
        .hasToString("deployments.apps/scale")
        .extracting(ApiResource::plural, ApiResource::subresource)
        .containsExactly("deployments", "scale");
  }
}
