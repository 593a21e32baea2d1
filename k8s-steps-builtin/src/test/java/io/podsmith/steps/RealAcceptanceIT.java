// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real API server, where the kind PodGroup is declared as Volcano declares it. */
class RealAcceptanceIT extends AcceptanceContract {
  private static KubernetesClient client;

  @BeforeAll
  static void connect() {
    client = SimulatedCluster.connect();
    client.resource(podGroups()).serverSideApply();
    client
        .resource(podGroups())
        .waitUntilCondition(
            crd ->
                crd != null
                    && crd.getStatus() != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            1,
            TimeUnit.MINUTES);
  }

  @AfterAll
  static void disconnect() {
    if (client != null) {
      client.resource(podGroups()).delete();
      client.close();
    }
  }

  @Override
  KubernetesClient client() {
    return client;
  }

  /** The cluster of the tests has addresses of one family. */
  @Override
  boolean knows(HasMetadata object) {
    return !(object instanceof Service service
        && service.getSpec().getIpFamilies().contains("IPv6"));
  }

  private static CustomResourceDefinition podGroups() {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName("podgroups.scheduling.volcano.sh")
        .endMetadata()
        .withNewSpec()
        .withGroup("scheduling.volcano.sh")
        .withScope("Namespaced")
        .withNewNames()
        .withKind("PodGroup")
        .withListKind("PodGroupList")
        .withPlural("podgroups")
        .withSingular("podgroup")
        .endNames()
        .addNewVersion()
        .withName("v1beta1")
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .addToProperties(
            "spec",
            object(
                Map.of(
                    "minMember", property("integer"),
                    "minResources",
                        new JSONSchemaPropsBuilder(property("object"))
                            .withXKubernetesPreserveUnknownFields(true)
                            .build(),
                    "priorityClassName", property("string"),
                    "queue", property("string"))))
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }

  private static JSONSchemaProps object(Map<String, JSONSchemaProps> properties) {
    return new JSONSchemaPropsBuilder(property("object")).withProperties(properties).build();
  }

  private static JSONSchemaProps property(String type) {
    return new JSONSchemaPropsBuilder().withType(type).build();
  }
}
