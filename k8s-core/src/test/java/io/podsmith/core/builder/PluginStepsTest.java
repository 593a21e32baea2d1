// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps of plugins, seen from the pods that they help to build. */
class PluginStepsTest {
  private static final String CONTEXT = "Thread.currentThread().getContextClassLoader().getName()";

  @TempDir Path folder;

  @Test
  void runsEveryMethodOfAStepWithTheContextClassLoaderOfItsPlugin() {
    Specs specs =
        plugin(
            new TestJar()
                .source(
                    "com.acme.Step",
                    """
                    package com.acme;
                    import io.fabric8.kubernetes.api.model.*;
                    import io.podsmith.api.*;
                    import java.util.*;
                    public class Step implements KubernetesFeatureConfigStep {
                      private final String made = %1$s;
                      public SparkPod configurePod(SparkPod pod) {
                        String now = %1$s;
                        return pod.editMetadata(m -> m
                            .addToAnnotations("made", made).addToAnnotations("configured", now));
                      }
                      public Map<String, String> getAdditionalPodSystemProperties() {
                        return Map.of("spark.acme.loader", %1$s);
                      }
                      public List<HasMetadata> getAdditionalPreKubernetesResources() {
                        return List.of(config("pre-" + %1$s));
                      }
                      public List<HasMetadata> getAdditionalKubernetesResources() {
                        return new AbstractList<>() {
                          public HasMetadata get(int i) { return config("late-" + %1$s); }
                          public int size() { return 1; }
                        };
                      }
                      private static HasMetadata config(String name) {
                        return new ConfigMapBuilder().withNewMetadata().withName(name)
                            .endMetadata().build();
                      }
                    }
                    """
                        .formatted(CONTEXT))
                .factory("com.acme.One", "acme.one", create("new Step()")));

    DriverSpec spec = specs.driver();

    assertThat(spec.pod().getMetadata().getAnnotations())
        .containsEntry("made", "acme")
        .containsEntry("configured", "acme");
    assertThat(spec.systemProperties()).containsEntry("spark.acme.loader", "acme");
    assertThat(spec.preResources().get(0).getMetadata().getName()).isEqualTo("pre-acme");
    assertThat(spec.resources().get(0).getMetadata().getName())
        .as("a list that computes its elements late is read within the call")
        .isEqualTo("late-acme");
  }

  @Test
  void namesPluginAndJarOfAStepThatLacksAClass() {
    Path library =
        new TestJar()
            .source("com.lib.Library", "package com.lib; public class Library {}")
            .writeTo(folder.resolve("library.jar"));
    Specs specs =
        plugin(
            new TestJar()
                .compileAgainst(library)
                .factory(
                    "com.acme.One",
                    "acme.one",
                    create("pod -> { new com.lib.Library(); return pod; }")));

    assertThatThrownBy(specs::driver)
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith(
            "[PODSMITH-PLUGIN-002] driver step acme.one from plugin acme (acme.jar)")
        .hasMessageContaining("com/lib/Library")
        .hasMessageContaining("add the missing classes to its plugin");
  }

  @Test
  void namesPluginAndJarOfAStepThatThrows() {
    Specs specs =
        plugin(
            new TestJar()
                .factory("com.acme.One", "acme.one", create("pod -> { throw new Error2(); }"))
                .source(
                    "com.acme.Error2",
                    "package com.acme; public class Error2 extends RuntimeException {}"));

    assertThatThrownBy(specs::driver)
        .isInstanceOfSatisfying(
            StepException.class, e -> assertThat(e.origin()).isEqualTo("plugin acme (acme.jar)"))
        .hasMessageContaining("com.acme.Error2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "static void f() { f(); } | com.acme.Body.f(); | java.lang.StackOverflowError",
        "static int i; | if (Body.i == 0) throw new AssertionError(\"odd\"); | AssertionError: odd",
        "static int i; | if (Body.i == 0) throw new ServiceConfigurationError(\"no\"); | no"
      })
  void namesPluginAndMethodOfAStepThatThrowsAnError(String member, String body, String shown) {
    Specs specs =
        plugin(
            new TestJar()
                .source("com.acme.Body", "package com.acme; class Body { " + member + " }")
                .factory(
                    "com.acme.One", "acme.one", create("pod -> { " + body + " return pod; }")));

    Map<String, Runnable> builds = Map.of("driver", specs::driver, "executor", specs::executor);
    builds.forEach(
        (role, build) ->
            assertThatThrownBy(build::run)
                .isInstanceOfSatisfying(
                    StepException.class, e -> assertThat(e.getCause()).isInstanceOf(Error.class))
                .hasMessageStartingWith(
                    "[PODSMITH-STEP-001] %s step acme.one from plugin acme (acme.jar) failed in"
                        + " configurePod(): ",
                    role)
                .hasMessageContaining(shown)
                .hasMessageContaining(
                    "disable the step with spark.podsmith.steps.disabled=acme.one"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OutOfMemoryError | throw new OutOfMemoryError(\"none left\");",
        "InternalError | throw new InternalError();",
        "ThreadDeath | throw new ThreadDeath();"
      })
  void passesErrorsOfTheJvmOn(String error, String thrown) {
    String initializer =
        "class Body { static int n; static { if (n == 0) { %s } } static void f() {} }";
    for (Specs specs :
        List.of(
            plugin(
                new TestJar()
                    .factory("com.acme.One", "acme.one", create("pod -> { " + thrown + " }"))),
            plugin(
                new TestJar()
                    .source("com.acme.Body", "package com.acme; " + initializer.formatted(thrown))
                    .factory(
                        "com.acme.One",
                        "acme.one",
                        create("pod -> { com.acme.Body.f(); return pod; }"))))) {
      assertThatThrownBy(specs::driver)
          .extracting(e -> e.getClass().getSimpleName())
          .isEqualTo(error);
    }
  }

  @Test
  void showsWhatAStaticInitializerThrew() {
    Specs specs =
        plugin(
            new TestJar()
                .source(
                    "com.acme.Size",
                    "package com.acme; class Size { static final int N = Integer.parseInt(\"x\");"
                        + " }")
                .factory(
                    "com.acme.One",
                    "acme.one",
                    create("pod -> { System.identityHashCode(Size.N); return pod; }")));

    assertThatThrownBy(specs::driver)
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith(
            "[PODSMITH-PLUGIN-002] driver step acme.one from plugin acme (acme.jar)")
        .hasMessageContaining("NumberFormatException: For input string: \"x\"")
        .hasMessageNotContaining("put the classes");
  }

  @Test
  void saysThatAStepDoesNotSeeSpark() {
    Path spark =
        new TestJar()
            .source("org.apache.spark.Made", "package org.apache.spark; public class Made {}")
            .writeTo(folder.resolve("spark.jar"));
    Specs specs =
        plugin(
            new TestJar()
                .compileAgainst(spark)
                .factory(
                    "com.acme.One",
                    "acme.one",
                    create("pod -> { new org.apache.spark.Made(); return pod; }")));

    assertThatThrownBy(specs::driver)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002]")
        .hasMessageContaining("org/apache/spark/Made")
        .hasMessageContaining("Spark's classes are not visible to steps");
  }

  @Test
  void leavesOutAStepWhoseClassIsExcluded() {
    Specs specs =
        plugin(
                new TestJar()
                    .source(
                        "com.acme.Step",
                        """
                        package com.acme;
                        import io.podsmith.api.*;
                        public class Step implements KubernetesFeatureConfigStep {
                          public SparkPod configurePod(SparkPod pod) {
                            return pod.editMetadata(m -> m.addToLabels("acme", "was-here"));
                          }
                        }
                        """)
                    .factory("com.acme.One", "acme.one", create("new Step()")))
            .set("spark.kubernetes.driver.pod.excludedFeatureSteps", "com.acme.Step");

    assertThat(specs.driver().pod().getMetadata().getLabels()).doesNotContainKey("acme");
    assertThat(specs.executor().pod().getMetadata().getLabels()).containsEntry("acme", "was-here");
  }

  @Test
  void makesNewStepsForEachPodAlsoFromManyThreads() throws Exception {
    Specs specs = plugin(new TestJar().factory("com.acme.One", "acme.one", create("pod -> pod")));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (StepRegistry registry = specs.registry()) {
      var context = specs.context();
      List<Future<List<ResolvedStep>>> futures = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int id = i;
        futures.add(threads.submit(() -> registry.resolve(specs.executorConf(context, id))));
      }
      for (Future<List<ResolvedStep>> future : futures) {
        assertThat(future.get()).extracting(s -> s.info().id()).containsExactly("acme.one");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void refusesExecutorStepsInACircleBeforeThereIsADriver() {
    Specs specs =
        plugin(
            new TestJar()
                .factory("com.acme.One", "acme.one", executorOnly("acme.two"))
                .factory("com.acme.Two", "acme.two", executorOnly("acme.one")));

    assertThatThrownBy(specs::driver).hasMessageStartingWith("[PODSMITH-STEP-004]");
  }

  @Test
  void letsADriverFindAnExecutorStepThatOnlyItsImageHas() {
    Specs specs =
        new Specs().set("spark.kubernetes.executor.pod.featureSteps", "com.acme.InTheImage");

    assertThat(specs.driver().systemProperties())
        .containsEntry("spark.kubernetes.executor.pod.featureSteps", "com.acme.InTheImage");
    assertThatThrownBy(specs::executor).hasMessageStartingWith("[PODSMITH-STEP-002]");
  }

  @Test
  void deletesNothingThatIsTheUsers() {
    Specs specs = plugin(new TestJar().factory("com.acme.One", "acme.one", create("pod -> pod")));

    specs.registry().close();

    assertThat(Files.exists(folder.resolve("acme.jar"))).isTrue();
  }

  private static String create(String step) {
    return "public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {"
        + " return Optional.of("
        + step
        + "); }";
  }

  private static String executorOnly(String before) {
    return "public Set<PodRole> roles() { return Set.of(PodRole.EXECUTOR); }"
        + " public Set<String> before() { return Set.of(\""
        + before
        + "\"); }";
  }

  private Specs plugin(TestJar jar) {
    return new Specs().set("spark.podsmith.steps.jars", jar.writeTo(folder.resolve("acme.jar")));
  }
}
