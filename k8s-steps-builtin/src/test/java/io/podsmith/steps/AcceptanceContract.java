// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An API server accepts what the golden files say. */
abstract class AcceptanceContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A server, which outlives the test. */
  abstract KubernetesClient client();

  /** Tells whether the server knows the kind of an object. */
  abstract boolean knows(HasMetadata object);

  @TestFactory
  Stream<DynamicTest> acceptsWhatStepsMake() throws IOException {
    List<Path> cases = GoldenTest.cases();
    assertThat(cases).as("no golden files: where does this test run?").hasSizeGreaterThan(50);
    return cases.stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    GoldenTest.GOLDEN.relativize(path).toString(), () -> accept(path)));
  }

  @Test
  void acceptsAWholeDriverWithSettingsThatLookLikeSecrets() {
    DriverConf conf =
        (DriverConf)
            Case.driver(
                    "spark.my.password", "hunter2",
                    "spark.kubernetes.driverEnv.DB_PASSWORD", "hunter2",
                    "env.SPARK_CONF_DIR", GoldenTest.GOLDEN.resolve("files/hadoop").toString())
                .conf();
    try (StepRegistry registry = StepRegistry.load(conf.settings(), conf.fileStaging())) {
      DriverSpec spec = new DriverSpecBuilder(registry).build(conf);
      List<HasMetadata> objects = new ArrayList<>(spec.preResources());
      objects.add(serviceAccount(spec.pod()));
      objects.add(spec.pod());
      objects.addAll(spec.resources());
      assertThat(objects).hasAtLeastOneElementOfType(Secret.class);
      accept(objects);
    }
  }

  private void accept(Path path) throws IOException {
    KubernetesFeatureConfigStep step =
        BuiltInSteps.make(path.getParent().getFileName().toString(), GoldenTest.read(path));
    List<HasMetadata> objects = new ArrayList<>(step.getAdditionalPreKubernetesResources());
    Pod pod = pod(step.configurePod(PodsOfTests.template()));
    objects.add(serviceAccount(pod));
    objects.add(pod);
    objects.addAll(step.getAdditionalKubernetesResources());
    accept(objects);
  }

  private void accept(List<HasMetadata> objects) {
    String namespace =
        "golden-" + COUNT.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    try {
      for (HasMetadata object : objects) {
        if (knows(object)) {
          object.getMetadata().setNamespace(namespace);
          assertThatCode(
                  () ->
                      client()
                          .resource(object)
                          .inNamespace(namespace)
                          .forceConflicts()
                          .serverSideApply())
              .as("%s %s", object.getKind(), object.getMetadata().getName())
              .doesNotThrowAnyException();
        }
      }
    } finally {
      client().namespaces().withName(namespace).delete();
    }
  }

  private static HasMetadata serviceAccount(Pod pod) {
    return new ServiceAccountBuilder()
        .withNewMetadata()
        .withName(Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default"))
        .endMetadata()
        .build();
  }

  /** Fills in what other steps would have. */
  private static Pod pod(SparkPod configured) {
    Pod pod = configured.assemble();
    for (Container container : pod.getSpec().getContainers()) {
      if (container.getImage() == null) {
        container.setImage("spark:4.1.1");
      }
    }
    return pod;
  }
}
