// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs step jars that were compiled against Spark's own Kubernetes jar, by stock Spark and by
 * Podsmith, and compares what is created. {@code src/test/stepjars} has their sources and the
 * script that compiled them.
 */
@Tag("differential")
class StepJarsOfSparkTest {
  private static final Path JARS = Path.of("src/test/resources/stepjars");
  private static final String EXAMPLE = "org.example.steps.";
  private static final String SCALA = "org.apache.spark.example.";

  private static final Map<String, List<String>> DRIVER_STEPS =
      Map.of(
          "java",
          List.of(
              EXAMPLE + "LabelsAndInitContainer",
              EXAMPLE + "HostNetworkOfDriver",
              EXAMPLE + "Objects",
              EXAMPLE + "BothRoles"),
          "scala",
          List.of(
              SCALA + "ScalaLabels",
              SCALA + "ScalaHostNetwork",
              SCALA + "ScalaObjects",
              SCALA + "ScalaBothRoles"));

  private static final Map<String, List<String>> EXECUTOR_STEPS =
      Map.of(
          "java",
          List.of(
              EXAMPLE + "LabelsAndInitContainer",
              EXAMPLE + "HostNetworkOfExecutor",
              EXAMPLE + "BothRoles"),
          "scala",
          List.of(SCALA + "ScalaLabels", SCALA + "ScalaClaim", SCALA + "ScalaBothRoles"));

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.kubernetes.namespace", "default",
          "spark.kubernetes.node.selector.pool", "batch",
          "spark.kubernetes.driver.volumes.emptyDir.scratch.mount.path", "/scratch",
          "spark.kubernetes.executor.volumes.emptyDir.scratch.mount.path", "/scratch",
          "spark.example.hostNetwork.enabled", "true",
          "spark.example.dnsPolicy", "Default");

  private static Lab lab;

  @BeforeAll
  static void start() {
    lab = new Lab();
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> createsWhatStockSparkCreates() {
    return Stream.of("java-4.1.1", "java-4.3.0", "scala-4.1.1", "scala-4.3.0")
        .flatMap(
            jar ->
                Stream.of("driver", "executor")
                    .map(
                        role ->
                            DynamicTest.dynamicTest(
                                "%s %s".formatted(jar, role), () -> compare(jar, role))));
  }

  private static void compare(String jar, String role) throws Exception {
    ParityCase given = given(role, steps(jar, role));
    Observation upstream = upstreams(given, jar);
    Verdict verdict = Verdict.of(given, upstream, ours(given, jar), LedgerFiles.read());
    assertThat(verdict.fault().orElse("")).isEmpty();
    assertThat(verdict.outcome())
        .as("upstream: %s", upstream.said())
        .isEqualTo(Verdict.Outcome.ACCEPTED);
    assertThat(upstream.lines().toString())
        .as("what the steps add, with stock Spark")
        .contains("cost-center", "FROM_STEP", "fetch", "example.org/role");
  }

  @Test
  void rejectsAClassForScala212() throws Exception {
    ParityCase given = given("driver", List.of(SCALA + "ScalaLabels"));

    assertThat(ours(given, "scala-3.5.6_2.12").said())
        .contains("[PODSMITH-STEP-005]", "is compiled for Scala 2.12", "scala-3.5.6_2.12.jar");
  }

  /** The Kubernetes model of Spark 3.5 has other types of builders than that of Spark 4. */
  @ParameterizedTest
  @ValueSource(strings = {"driver", "executor"})
  void rejectsAClassForTheModelOfSpark35AsStockSparkDoes(String role) throws Exception {
    ParityCase given = given(role, List.of(EXAMPLE + "LabelsAndInitContainer"));

    assertThat(upstreams(given, "java-3.5.6_2.12").failure()).isPresent();
    assertThat(ours(given, "java-3.5.6_2.12").said())
        .contains("[PODSMITH-PLUGIN-002]", "cannot be linked", "java-3.5.6_2.12.jar");
  }

  @ParameterizedTest
  @CsvSource({"driver,Executor", "executor,Driver"})
  void rejectsAClassForTheOtherRoleAsStockSparkDoes(String role, String other) throws Exception {
    ParityCase given = given(role, List.of(EXAMPLE + "HostNetworkOf" + other));

    assertThat(upstreams(given, "java-4.1.1").said()).contains("Failed to initialize feature step");
    assertThat(ours(given, "java-4.1.1").said())
        .contains(
            "[PODSMITH-STEP-005]",
            "spark.kubernetes.%s.pod.featureSteps".formatted(role),
            "cannot run in %s pods".formatted(role));
  }

  /** Returns the step classes of a jar for a role. */
  static List<String> steps(String jar, String role) {
    String language = jar.substring(0, jar.indexOf('-'));
    return (role.equals("driver") ? DRIVER_STEPS : EXECUTOR_STEPS).get(language);
  }

  private static ParityCase given(String role, List<String> steps) {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.put("spark.kubernetes.%s.pod.featureSteps".formatted(role), String.join(",", steps));
    return ParityCase.of("%s-steps-of-spark".formatted(role), settings);
  }

  private static Observation upstreams(ParityCase given, String jar) {
    lab.useInUpstream(file(jar));
    return lab.upstreams(given);
  }

  private static Observation ours(ParityCase given, String jar) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader classPath =
        new URLClassLoader(new URL[] {file(jar).toUri().toURL()}, before)) {
      thread.setContextClassLoader(classPath);
      return lab.ours(given);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Path file(String jar) {
    return JARS.resolve("%s.jar".formatted(jar));
  }
}
