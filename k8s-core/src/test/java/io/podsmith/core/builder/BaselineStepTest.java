// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs step jars that were compiled against earlier versions of the contract. Their bytes are kept;
 * the step calls each method of the contract and writes the results into annotations.
 */
class BaselineStepTest {
  private static final Path BASELINES =
      Path.of(System.getProperty("podsmith.root", "..")).resolve("k8s-api/src/compat");

  @TempDir Path directory;

  @Test
  void findsAStep() throws IOException {
    assertThat(stepJars()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("stepJars")
  void buildsADriver(Path jar) throws IOException {
    DriverSpec driver = specs(jar).driver();

    assertThat(written(driver.pod()))
        .containsAllEntriesOf(common("driver"))
        .containsEntry("acme.com/role", "9 attributes of a driver")
        .containsEntry(
            "acme.com/values",
            "Optional[%s];false;3;8;0.5;120;2048;DRIVER;[A, B];two;two;Optional.empty;"
                .formatted(directory.resolve("text")));
    assertThat(driver.pod().getMetadata().getLabels()).containsEntry("compat", "step");
    assertThat(driver.pod().getSpec().getEnableServiceLinks()).isFalse();
    assertThat(environment(driver.pod())).containsEntry("COMPAT_COPIES", "true");
    assertThat(driver.systemProperties())
        .containsEntry("spark.acme.compat.property", "from the step");
    assertThat(names(driver.preResources())).anyMatch(name -> name.endsWith("-before"));
    assertThat(names(driver.resources())).anyMatch(name -> name.endsWith("-beside"));
  }

  @ParameterizedTest
  @MethodSource("stepJars")
  void buildsAnExecutor(Path jar) throws IOException {
    ExecutorSpec executor = specs(jar).executor();

    assertThat(written(executor.pod()))
        .containsAllEntriesOf(common("executor"))
        .containsEntry("acme.com/role", "14 attributes of an executor");
    assertThat(environment(executor.pod())).containsEntry("COMPAT_COPIES", "true");
    assertThat(names(executor.resources())).anyMatch(name -> name.endsWith("-beside"));
  }

  /** Returns what the step writes in both roles if the contract keeps its meaning. */
  private static Map<String, String> common(String role) {
    Map<String, String> expected = new TreeMap<>();
    expected.put("acme.com/conf", "24 attributes of " + role);
    expected.put("acme.com/file", "read by a step");
    expected.put(
        "acme.com/entry",
        "spark.acme.compat.secret;For a test.;1.0;[spark.acme.old];true;true;size in m;"
            + "a positive number;2g;spark.acme.compat.choice;true;one;"
            + "ConfigEntry{spark.acme.compat.choice};1073741824");
    expected.put(
        "acme.com/built",
        "v/vsnonetruetrue v/vsnonetruetrue v/vsnonetruetrue v/vsnonetruetrue v/vsnonetruetrue "
            + "Memory1Gi/dataDirectory/exportnfs.acme.comOnDemandfast10Gi{a=b}{c=d}"
            + "gpu2nvidia.com211410241408PYTHONlocal:///a.pyvaulttoken");
    expected.put(
        "acme.com/errors",
        "ACME-COMPAT-001 ".repeat(4)
            + "PODSMITH-PLUGIN-002 "
            + "ACME-COMPAT-001 ".repeat(3)
            + "spark.acme.aacme.compatjaracmea.jar403");
    return expected;
  }

  private Specs specs(Path jar) throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "read by a step");
    return new Specs()
        .set("spark.podsmith.steps.jars", jar)
        .set("spark.acme.compat.text", text)
        .set("spark.acme.compat.int", 3);
  }

  private static Map<String, String> written(Pod pod) {
    return pod.getMetadata().getAnnotations();
  }

  private static Map<String, String> environment(Pod pod) {
    Map<String, String> values = new TreeMap<>();
    for (EnvVar variable : pod.getSpec().getContainers().get(0).getEnv()) {
      if (variable.getValue() != null) {
        values.put(variable.getName(), variable.getValue());
      }
    }
    return values;
  }

  private static List<String> names(List<HasMetadata> objects) {
    return objects.stream().map(object -> object.getMetadata().getName()).toList();
  }

  static List<Path> stepJars() throws IOException {
    try (Stream<Path> files = Files.walk(BASELINES)) {
      return files
          .filter(file -> file.getFileName().toString().matches("compat-step-.*\\.jar"))
          .sorted()
          .toList();
    }
  }
}
