package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.SparkKubernetesException;
import io.podsmith.scheduler.OurPods;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Gives the same settings to Spark's own Kubernetes jar and to us, and compares what would be
 * created. The cases lie in {@code src/test/resources/parity}; see {@link ParityCase}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpecParityTest {
  private static final int FLOOR = 60;

  private Upstream upstream;
  private RecordingApiServer server;

  @BeforeAll
  void start() {
    upstream = Upstream.open();
    server = RecordingApiServer.start();
  }

  @AfterAll
  void stop() throws Exception {
    inUpstream("close");
    server.close();
    // Its class loader stays open: Hadoop's shutdown hook loads classes when the JVM ends.
  }

  @Test
  void hasEnoughCases() throws IOException {
    assertThat(ParityCase.all()).hasSizeGreaterThanOrEqualTo(FLOOR);
  }

  @TestFactory
  Stream<DynamicTest> createsWhatSparkCreates() throws IOException {
    return ParityCase.all().stream()
        .map(given -> DynamicTest.dynamicTest(given.name(), () -> check(given)));
  }

  private void check(ParityCase given) throws Exception {
    if (given.isRefusedBy("ours")) {
      assertThatThrownBy(() -> ours(given))
          .as("these settings deserve a clear error")
          .isInstanceOf(SparkKubernetesException.class);
    }
    if (given.isRefusedBy("upstream")) {
      assertThatThrownBy(() -> upstreams(given))
          .as("Spark refuses these settings; does it no longer? Then say so in the case")
          .isNotNull();
    }
    if (given.values().containsKey("refused")) {
      if (!given.isRefusedBy("upstream")) {
        assertThat(upstreams(given)).as("Spark accepts these settings").isNotEmpty();
      }
      if (!given.isRefusedBy("ours")) {
        assertThat(ours(given)).as("we accept these settings").isNotEmpty();
      }
      return;
    }
    SortedMap<String, String> expected = upstreams(given);
    assertThat(expected)
        .as("Spark created next to nothing: is the harness broken?")
        .hasSizeGreaterThan(20);
    SortedMap<String, String> differences = Flat.differences(expected, ours(given));
    for (String place : given.differences()) {
      assertThat(differences.keySet().removeIf(Pattern.compile(place).asMatchPredicate()))
          .as("%s is said to differ but does not; take it out of the case", place)
          .isTrue();
    }
    assertThat(differences)
        .as(
            "mend the step, or explain the difference in docs/differences.md and name it in the"
                + " case:%s",
            Flat.shown(differences))
        .isEmpty();
  }

  private SortedMap<String, String> ours(ParityCase given) {
    OurPods built =
        given.isDriver()
            ? OurPods.driver(
                given.settings(), given.below("env."), given.below("app."), ParityCase.APP_ID)
            : OurPods.executor(
                given.settings(),
                given.below("env."),
                given.below("profile."),
                given.executorId(),
                ParityCase.APP_ID,
                Optional.ofNullable(given.driverPod())
                    .map(json -> Serialization.unmarshal(json, Pod.class)));
    List<String> objects = new ArrayList<>();
    objects.add(Serialization.asJson(built.pod()));
    for (HasMetadata resource : built.resources()) {
      objects.add(Serialization.asJson(resource));
    }
    return Flat.of(objects, built.prefix());
  }

  private SortedMap<String, String> upstreams(ParityCase given) throws Exception {
    server.take();
    if (given.isDriver()) {
      String prefix =
          (String)
              inUpstream(
                  "submitDriver",
                  given.settings(),
                  given.below("env."),
                  given.below("app."),
                  ParityCase.APP_ID,
                  server.url());
      return Flat.of(server.take(), prefix);
    }
    @SuppressWarnings("unchecked")
    Map<String, String> built =
        (Map<String, String>)
            inUpstream(
                "buildExecutor",
                given.settings(),
                given.below("env."),
                given.below("profile."),
                given.executorId(),
                ParityCase.APP_ID,
                given.driverPod(),
                server.url());
    List<String> objects = new ArrayList<>();
    objects.add(built.get("pod"));
    objects.addAll(Flat.elements(built.get("resources")));
    return Flat.of(objects, built.get("prefix"));
  }

  private Object inUpstream(String method, Object... arguments) throws Exception {
    Class<?> pods = upstream.load(UpstreamPods.class.getName());
    Method called =
        Arrays.stream(pods.getMethods()).filter(m -> m.getName().equals(method)).findFirst().get();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(pods.getClassLoader());
    try {
      return called.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
