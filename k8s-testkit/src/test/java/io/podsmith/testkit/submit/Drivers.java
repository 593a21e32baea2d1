// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Drivers as the engine builds them, as far as a submission looks at them. */
final class Drivers {
  static final String CONTAINER = "spark-kubernetes-driver";

  private Drivers() {}

  static SparkSettings settings(String namespace) {
    return SparkSettings.of(
        Map.of(
            "spark.kubernetes.namespace", namespace,
            "spark.app.name", "pi",
            "spark.kubernetes.report.interval", "200ms"),
        Map.of());
  }

  static DriverSpec driver(String name) {
    return spec(pod(name).build(), List.of(configMap(name + "-pre")), after(name));
  }

  static DriverSpec spec(Pod pod, List<HasMetadata> before, List<HasMetadata> after) {
    return new DriverSpec(pod, before, after, new TreeMap<>(), List.of());
  }

  static List<HasMetadata> after(String name) {
    return List.of(service(name + "-svc"), configMap(name + "-conf"));
  }

  static PodBuilder pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("spark-role", "driver")
        .addToLabels("spark-app-selector", "spark-" + name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName(CONTAINER)
        .withImage("spark:4.1.1")
        .endContainer()
        .endSpec();
  }

  static ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  static Service service(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withClusterIP("None")
        .addNewPort()
        .withName("rpc")
        .withPort(7078)
        .endPort()
        .endSpec()
        .build();
  }
}
