// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code of docs/library.md works: k8s-core and the built-in steps do without Spark. */
class LibraryTest {
  @Test
  void buildsADriverWithoutCreatingIt() {
    SparkSettings settings =
        SparkSettings.of(
            Map.of(
                "spark.master", "k8s://https://my-cluster:6443",
                "spark.app.name", "pi",
                "spark.kubernetes.namespace", "jobs",
                "spark.kubernetes.container.image", "my-registry/spark:4.1.1"),
            Map.of());
    SparkRuntime runtime = SparkRuntime.standalone("4.1.1");
    Application application =
        new Application(
            "spark-pi-1",
            MainAppResource.builder()
                .language(AppLanguage.JAVA)
                .file("local:///opt/spark/examples/jars/spark-examples.jar")
                .build(),
            "org.apache.spark.examples.SparkPi",
            List.of("100"),
            Optional.empty());

    try (StepRegistry registry = StepRegistry.load(settings, runtime.files(settings))) {
      DriverSpec spec =
          new DriverSpecBuilder(registry).build(DriverConf.create(settings, runtime, application));

      assertThat(Serialization.asYaml(spec.pod())).contains("my-registry/spark:4.1.1", "SparkPi");
      assertThat(spec.resources()).isNotEmpty();
      assertThat(registry.steps(PodRole.DRIVER)).hasSizeGreaterThan(10);
    }
  }
}
