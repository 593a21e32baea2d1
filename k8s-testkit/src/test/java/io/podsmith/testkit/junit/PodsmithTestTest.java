// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs small test classes and checks what the extension gave them and left behind. */
@ResourceLock(Resources.SYSTEM_ERR)
class PodsmithTestTest {
  /** The clusters and namespaces that the small classes saw, in order. */
  private static final List<EmbeddedCluster> CLUSTERS = new ArrayList<>();

  private static final List<String> NAMESPACES = new ArrayList<>();

  @BeforeEach
  void forget() {
    CLUSTERS.clear();
    NAMESPACES.clear();
  }

  @Test
  void givesEachTestItsNamespaceOnOneCluster() {
    assertThat(run(Passing.class, AlsoPassing.class).failures).isEmpty();

    assertThat(CLUSTERS).hasSize(3).allMatch(each -> each == CLUSTERS.get(0));
    assertThat(NAMESPACES).doesNotHaveDuplicates().hasSize(3);
    assertThat(NAMESPACES).anyMatch(name -> name.matches("starts-a-pod-\\d+"));
  }

  @Test
  void givesAClassItsCluster() {
    assertThat(run(OwnCluster.class, AlsoOwnCluster.class).failures).isEmpty();

    assertThat(CLUSTERS).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void deletesTheNamespaceOfATestThatPassesAndKeepsThatOfOneThatFails() {
    Run run = run(Failing.class);

    assertThat(run.failures).containsOnlyKeys("aFails(TestNamespace)");
    assertThat(run.errors)
        .contains("namespace a-fails-")
        .contains("Pod pod-that-fails: ")
        .contains("ConfigMap map: key")
        .contains("Secret secret: password")
        .doesNotContain("namespace z-passes", "hunter2");
  }

  @Test
  void describesTheNamespaceOfAPodThatDoesNotGetThere() {
    assertThat(run(Waiting.class).failures.values())
        .singleElement()
        .asString()
        .contains("pod waits did not meet the condition within PT0.2S; namespace ")
        .contains("Pod waits: ");
  }

  @Test
  void saysWhereANamespaceIsNotAvailable() {
    assertThat(run(TooEarly.class).failures.values())
        .singleElement()
        .asString()
        .contains("belongs to one test")
        .contains("use EmbeddedCluster here");
  }

  @Test
  void saysWhatOptionsNeed() {
    assertThat(run(WrongOptions.class).failures.values())
        .singleElement()
        .asString()
        .contains("WithParameter", "constructor without parameters");
  }

  private record Run(Map<String, String> failures, String errors) {}

  private static Run run(Class<?>... tests) {
    Map<String, String> failures = new TreeMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(java.util.Arrays.stream(tests).map(type -> selectClass(type)).toList())
            .build();
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create()
          .execute(
              request,
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  result
                      .getThrowable()
                      .ifPresent(
                          failure ->
                              failures.put(test.getLegacyReportingName(), stackTrace(failure)));
                }
              });
    } finally {
      System.setErr(before);
    }
    return new Run(failures, printed.toString(StandardCharsets.UTF_8));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .build();
  }

  private static void saw(TestNamespace namespace) {
    CLUSTERS.add(namespace.cluster());
    NAMESPACES.add(namespace.name());
  }

  @PodsmithTest
  static class Passing {
    @Test
    void startsAPod(TestNamespace namespace, KubernetesClient client, EmbeddedCluster cluster) {
      saw(namespace);
      assertThat(namespace.cluster()).isSameAs(cluster);
      assertThat(client.getNamespace()).isEqualTo(namespace.name());
      Pod created = client.resource(pod("starts")).create();

      assertThat(created.getMetadata().getNamespace()).isEqualTo(namespace.name());
      namespace.awaitPod(created, pod -> "Running".equals(pod.getStatus().getPhase()));
    }

    @Test
    void isEmptyAtFirst(TestNamespace namespace) {
      saw(namespace);
      assertThat(namespace.client().pods().list().getItems()).isEmpty();
    }
  }

  @PodsmithTest
  static class AlsoPassing {
    @Test
    void sharesTheCluster(TestNamespace namespace) {
      saw(namespace);
    }
  }

  @PodsmithTest(cluster = ClusterLifetime.CLASS)
  static class OwnCluster {
    @Test
    void hasACluster(TestNamespace namespace) {
      saw(namespace);
    }
  }

  @PodsmithTest(cluster = ClusterLifetime.CLASS)
  static class AlsoOwnCluster extends OwnCluster {}

  @PodsmithTest
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Failing {
    private static String failed = "";
    private static String passed = "";

    @Order(1)
    @Test
    void aFails(TestNamespace namespace) {
      failed = namespace.name();
      KubernetesClient client = namespace.client();
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("map")
                  .endMetadata()
                  .addToData("key", "value")
                  .build())
          .create();
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("secret")
                  .endMetadata()
                  .addToStringData("password", "hunter2")
                  .build())
          .create();
      client.resource(pod("pod-that-fails")).create();
      throw new AssertionError("on purpose");
    }

    @Order(2)
    @Test
    void zPasses(TestNamespace namespace) {
      passed = namespace.name();
    }

    @Order(3)
    @Test
    void seesWhatIsKept(EmbeddedCluster cluster) {
      assertThat(cluster.client().configMaps().inNamespace(failed).list().getItems())
          .extracting(ConfigMap::getMetadata)
          .extracting(ObjectMeta::getName)
          .contains("map");
      Namespace gone =
          cluster
              .client()
              .namespaces()
              .withName(passed)
              .waitUntilCondition(java.util.Objects::isNull, 60, TimeUnit.SECONDS);
      assertThat(gone).isNull();
    }
  }

  @PodsmithTest
  static class Waiting {
    @Test
    void neverSucceeds(TestNamespace namespace) {
      namespace.client().resource(pod("waits")).create();

      namespace.awaitPod(
          "waits", pod -> "Succeeded".equals(pod.getStatus().getPhase()), Duration.ofMillis(200));
    }
  }

  @PodsmithTest
  static class TooEarly {
    @BeforeAll
    static void asks(TestNamespace namespace) {
      saw(namespace);
    }

    @Test
    void neverRuns() {}
  }

  /** Cannot be created. */
  static final class WithParameter implements ClusterOptions {
    WithParameter(String unused) {}

    @Override
    public EmbeddedCluster.Builder configure(EmbeddedCluster.Builder builder) {
      return builder;
    }
  }

  @PodsmithTest(options = WithParameter.class)
  static class WrongOptions {
    @Test
    void neverRuns(EmbeddedCluster cluster) {}
  }
}
