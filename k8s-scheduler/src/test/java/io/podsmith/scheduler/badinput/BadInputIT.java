// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.k8s.submit.KubernetesClientApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is one clear error, in both deploy modes, and the cluster has not heard of it. */
class BadInputIT {
  @TempDir static Path folder;

  private static EmbeddedApiServer api;

  @BeforeAll
  static void start() throws IOException {
    api = EmbeddedApiServer.builder().start();
    jar("broken");
    jar("one");
    jar("other");
    Files.writeString(folder.resolve("template.yaml"), "kind: Service\napiVersion: v1\n");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<Arguments> badInput() {
    String disabled = "spark.podsmith.steps.disabled";
    String jars = "spark.podsmith.steps.jars";
    return Stream.of(
        arguments("PODSMITH-STEP-002", Map.of(disabled, "acme.nothing"), "acme.nothing"),
        arguments("PODSMITH-CONF-004", Map.of("image", ""), "spark.kubernetes.container.image"),
        arguments(
            "PODSMITH-CONF-004",
            Map.of("spark.{role}.resource.gpu.amount", "1"),
            "spark.{role}.resource.gpu.vendor"),
        arguments(
            "PODSMITH-CONF-006",
            Map.of("spark.kubernetes.{role}.label.team", "a b"),
            "spark.kubernetes.{role}.label.team is 'a b'"),
        arguments(
            "PODSMITH-CONF-007",
            Map.of("spark.kubernetes.{role}.podTemplateFile", "{folder}/nothing.yaml"),
            "nothing.yaml"),
        arguments(
            "PODSMITH-CONF-007",
            Map.of("spark.kubernetes.{role}.podTemplateFile", "{folder}/template.yaml"),
            "template.yaml"),
        arguments(
            "PODSMITH-CONF-001",
            Map.of("spark.podsmith.allocation.maxExecutorsPerSecond", "many"),
            "spark.podsmith.allocation.maxExecutorsPerSecond is 'many'"),
        arguments(
            "PODSMITH-CONF-001",
            Map.of("spark.podsmith.executor.startTimeout", "soon"),
            "spark.podsmith.executor.startTimeout is 'soon'"),
        arguments(
            "PODSMITH-CONF-002",
            Map.of("spark.podsmith.executor.maxFailuresPerNode", "-1"),
            "spark.podsmith.executor.maxFailuresPerNode is '-1'"),
        arguments(
            "PODSMITH-CONF-001",
            Map.of("spark.podsmith.executor.protectSensitiveEnvironment", "maybe"),
            "spark.podsmith.executor.protectSensitiveEnvironment is 'maybe'"),
        arguments(
            "PODSMITH-CONF-005",
            Map.of(
                "spark.kubernetes.allocation.maxPendingPods", "2",
                "spark.kubernetes.allocation.maxPendingPodsPerRp", "3"),
            "spark.kubernetes.allocation.maxPendingPodsPerRp is 3"),
        arguments(
            "PODSMITH-CONF-004",
            Map.of(
                "spark.kubernetes.allocation.pods.allocator", "deployment",
                "spark.dynamicAllocation.enabled", "true",
                "spark.dynamicAllocation.shuffleTracking.enabled", "true"),
            "spark.kubernetes.executor.podDeletionCost is not set"),
        arguments(
            "PODSMITH-STEP-003", Map.of(jars, "{folder}/one.jar,{folder}/other.jar"), "other.jar"),
        arguments("PODSMITH-STEP-001", Map.of(jars, "{folder}/broken.jar"), "broken.jar"),
        arguments("PODSMITH-PLUGIN-001", Map.of(jars, "{folder}/nothing.jar"), "nothing.jar"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badInput")
  void createsNoDriver(String code, Map<String, String> settings, String named) {
    int before = api.requests().size();

    Throwable thrown =
        catchThrowable(
            () ->
                new KubernetesClientApplication()
                    .start(
                        new String[] {"--main-class", "com.acme.Job"},
                        conf("driver", api.url(), settings)));

    assertRefused(thrown, code, inRole("driver", named), before);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badInput")
  void failsTheContext(String code, Map<String, String> settings, String named) {
    int before = api.requests().size();

    Throwable thrown =
        catchThrowable(() -> new JavaSparkContext(conf("executor", api.url(), settings)).close());

    assertRefused(thrown, code, inRole("executor", named), before);
  }

  @Test
  void leavesToTheDriverWhatRefersToItsEnvironment() {
    Map<String, String> settings =
        Map.of(
            "spark.podsmith.executor.startTimeout", "${env:START_TIMEOUT}",
            "spark.kubernetes.allocation.maxPendingPods", "2",
            "spark.kubernetes.allocation.maxPendingPodsPerRp", "${env:PENDING}",
            "spark.kubernetes.allocation.pods.allocator", "deployment",
            "spark.kubernetes.executor.podDeletionCost", "${env:COST}",
            "spark.dynamicAllocation.enabled", "true",
            "spark.kubernetes.submission.waitAppCompletion", "false");

    assertThatCode(
            () ->
                new KubernetesClientApplication()
                    .start(
                        new String[] {"--main-class", "com.acme.Job"},
                        conf("driver", api.url(), settings)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("wrongMasters")
  void refusesAWrongMaster(String url) {
    int before = api.requests().size();

    Throwable thrown =
        catchThrowable(
            () ->
                new KubernetesClientApplication()
                    .start(
                        new String[] {"--main-class", "com.acme.Job"},
                        conf("driver", url, Map.of())));

    assertRefused(thrown, "PODSMITH-CONF-008", url, before);
  }

  static List<String> wrongMasters() {
    return List.of("ftp://cluster:6443", "https://cluster:port", "https://");
  }

  private static void assertRefused(Throwable thrown, String code, String named, int before) {
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage())
        .as("the first message that a user sees, from %s", thrown)
        .contains("[" + code + "]")
        .contains(named);
    assertThat(api.requests().stream().skip(before))
        .as("requests that change the cluster")
        .extracting(request -> request.method())
        .doesNotContain("POST", "PUT", "PATCH", "DELETE");
  }

  private static SparkConf conf(String role, String url, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("spark.app.name", "bad");
    all.put("spark.kubernetes.container.image", "spark");
    all.put("spark.ui.enabled", "false");
    all.put("spark.driver.memory", "512m");
    if (role.equals("executor")) {
      all.put("spark.driver.host", "127.0.0.1");
    }
    settings.forEach((key, value) -> all.put(inRole(role, key), inRole(role, value)));
    if (all.remove("image") != null) {
      all.remove("spark.kubernetes.container.image");
    }
    SparkConf conf = new SparkConf(false).setMaster("k8s://" + url);
    all.forEach(conf::set);
    return conf;
  }

  private static String inRole(String role, String text) {
    return text.replace("{role}", role).replace("{folder}", folder.toString());
  }

  private static void jar(String name) throws IOException {
    String type = ThrowingStepFactory.class.getName();
    String file = type.replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".jar"));
        JarOutputStream jar = new JarOutputStream(out);
        InputStream bytes = BadInputIT.class.getClassLoader().getResourceAsStream(file)) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + FeatureStepFactory.class.getName()));
      jar.write(type.getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new JarEntry(file));
      bytes.transferTo(jar);
    }
  }
}
