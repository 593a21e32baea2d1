// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Tests of drivers on any server, each in a namespace of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DriverContract {
  static final String DRIVER = "demo-driver";

  private @Nullable TestServer server;
  private String namespace = "";

  abstract TestServer start();

  @BeforeAll
  void startServer() {
    server = start();
  }

  @AfterAll
  void closeServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeNamespace() {
    namespace = createNamespace();
  }

  /** Creates a namespace in which drivers can be created, and returns its name. */
  String createNamespace() {
    String name = "steps-%s".formatted(UUID.randomUUID());
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build())
        .forceConflicts()
        .serverSideApply();
    return name;
  }

  @AfterEach
  void deleteNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  KubernetesClient client() {
    if (server == null) {
      throw new IllegalStateException("the server has not been started");
    }
    return server.client();
  }

  String namespace() {
    return namespace;
  }

  Pod pod() {
    return client().pods().inNamespace(namespace).withName(DRIVER).get();
  }

  /** Returns settings with which the driver is created in the namespace, and not waited for. */
  Map<String, String> inNamespace(Map<String, String> settings) {
    return in(namespace, settings);
  }

  /** Returns settings with which the driver is created in a namespace, and not waited for. */
  static Map<String, String> in(String namespace, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.kubernetes.namespace", namespace);
    all.put("spark.kubernetes.driver.pod.name", DRIVER);
    all.put("spark.kubernetes.submission.waitAppCompletion", "false");
    return all;
  }
}
