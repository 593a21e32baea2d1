// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepRegistryTest {
  @TempDir Path directory;
  private final Map<String, String> settings = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int written;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void findsStepsOnTheClassPath() {
    ClassLoader classPath = classPath(new TestJar().factory("com.acme.One", "acme.one", ""));

    assertThat(load(classPath).steps(PodRole.DRIVER))
        .extracting(StepInfo::id, StepInfo::origin)
        .contains(org.assertj.core.groups.Tuple.tuple("acme.one", "classpath (classpath-0.jar)"));
  }

  @Test
  void describesStepsInOrderAndDisabledOnesLast() {
    settings.put("spark.podsmith.steps.disabled", "acme.one");
    ClassLoader classPath =
        classPath(
            new TestJar().factory("com.acme.One", "acme.one", ""),
            new TestJar().factory("com.acme.Two", "acme.two", ""));

    List<StepDescription> described = load(classPath).descriptions();

    assertThat(described).extracting(step -> step.info().id()).endsWith("acme.one");
    assertThat(described)
        .extracting(step -> step.info().id())
        .doesNotHaveDuplicates()
        .contains("acme.two");
    StepDescription two =
        described.stream().filter(step -> step.isCalled("acme.two")).findFirst().orElseThrow();
    assertThat(two.jar()).isEqualTo(directory.resolve("classpath-1.jar").toString());
    assertThat(two.roles()).isNotEmpty();
  }

  @Test
  void countsAClassOnceThatTheClassPathHasTwice() {
    TestJar jar = new TestJar().factory("com.acme.One", "acme.one", "");

    assertThat(ids(load(classPath(jar, jar)))).containsOnlyOnce("acme.one");
  }

  @Test
  void namesBothJarsOfAnIdThatThereIsTwice() {
    ClassLoader classPath =
        classPath(
            new TestJar().factory("com.acme.One", "acme.one", ""),
            new TestJar().factory("com.acme.Other", "acme.one", ""));

    assertThatThrownBy(() -> load(classPath))
        .hasMessageStartingWith("[PODSMITH-STEP-003]")
        .hasMessageContaining("com.acme.One in " + directory.resolve("classpath-0.jar"))
        .hasMessageContaining("com.acme.Other in " + directory.resolve("classpath-1.jar"));
  }

  @Test
  void namesPluginAndClassPathWhereBothHaveAStep() {
    TestJar jar = new TestJar().factory("com.acme.One", "acme.one", "");
    settings.put(
        "spark.podsmith.steps.jars", jar.writeTo(directory.resolve("acme.jar")).toString());

    assertThatThrownBy(() -> load(classPath(jar)))
        .hasMessageStartingWith("[PODSMITH-STEP-003]")
        .hasMessageContaining(directory.resolve("classpath-0.jar") + " on the classpath")
        .hasMessageContaining(directory.resolve("acme.jar") + " of plugin acme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acme", "Acme.one", "acme.", "acme.1one", ".one", "acme..one", "acme.-a", ""})
  void refusesIdsThatAreNotOwnerAndName(String id) {
    ClassLoader classPath = classPath(new TestJar().factory("com.acme.One", id, ""));

    assertThatThrownBy(() -> load(classPath))
        .isInstanceOf(PodsmithException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("com.acme.One")
        .hasMessageContaining("'" + id + "'")
        .hasMessageContaining("classpath-0.jar");
  }

  @Test
  void acceptsIdsOfManyParts() {
    ClassLoader classPath =
        classPath(new TestJar().factory("com.acme.One", "acme.data-2.log-shipper", ""));

    assertThat(ids(load(classPath))).contains("acme.data-2.log-shipper");
  }

  @Test
  void keepsTheOwnerSparkForBuiltInSteps() {
    ClassLoader stranger = classPath(new TestJar().factory("com.acme.One", "spark.one", ""));
    assertThatThrownBy(() -> load(stranger))
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("spark.one")
        .hasMessageContaining("reserved");

    ClassLoader own =
        classPath(new TestJar().factory("io.podsmith.steps.test.One", "spark.test-one", ""));
    assertThat(ids(load(own))).contains("spark.test-one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public Set<PodRole> roles() { return Set.of(); }",
        "public Set<PodRole> roles() { return null; }",
        "public StepPhase phase() { return null; }",
        "public StepScope scope() { return null; }",
        "public Set<String> before() { return null; }",
        "public Set<String> after() { return new HashSet<>(Arrays.asList((String) null)); }",
        "public List<ConfigEntry<?>> configEntries() { return null; }",
        "public List<ConfigEntry<?>> configEntries() { throw new RuntimeException(\"oops\"); }"
      })
  void refusesFactoriesThatDescribeThemselvesWrongly(String method) {
    ClassLoader classPath = classPath(new TestJar().factory("com.acme.One", "acme.one", method));

    assertThatThrownBy(() -> load(classPath))
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("com.acme.One")
        .hasMessageContaining("classpath-0.jar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roles() { return null; } | returned null from roles()",
        "roles() { throw new AssertionError(\"odd\"); } | failed in roles():"
            + " java.lang.AssertionError: odd",
        "roles() { return Collections.singleton(null); } | returned a null element from roles()"
      })
  void saysWhatAMethodOfAFactoryDid(String method, String said) {
    ClassLoader classPath =
        classPath(
            new TestJar().factory("com.acme.One", "acme.one", "public Set<PodRole> " + method));

    assertThatThrownBy(() -> load(classPath))
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining(said);
  }

  @Test
  void hidesTheValueOfASecretWhoseConverterThrows() {
    settings.put("spark.acme.token", "s3cr3t");
    ClassLoader classPath =
        classPath(
            new TestJar()
                .factory(
                    "com.acme.One",
                    "acme.one",
                    "public List<ConfigEntry<?>> configEntries() { return List.of(ConfigEntry"
                        + ".key(\"spark.acme.token\").secret().stringType().transform(v -> { throw"
                        + " new NullPointerException(v); }).withDefault(\"\")); }"));

    assertThatThrownBy(() -> load(classPath))
        .hasMessageStartingWith("[PODSMITH-STEP-001] step acme.one")
        .hasMessageContaining("failed in the check of spark.acme.token")
        .hasMessageContaining("NullPointerException")
        .satisfies(e -> assertThat(traceOf(e)).doesNotContain("s3cr3t"));
  }

  private static String traceOf(Throwable e) {
    StringWriter written = new StringWriter();
    e.printStackTrace(new PrintWriter(written));
    return written.toString();
  }

  @Test
  void listsStepsOfARoleOnly() {
    StepRegistry registry =
        load(
            classPath(
                new TestJar()
                    .factory("com.acme.D", "acme.driver", roles("DRIVER"))
                    .factory("com.acme.E", "acme.executor", roles("EXECUTOR"))));

    assertThat(ids(registry)).contains("acme.driver").doesNotContain("acme.executor");
    assertThat(registry.steps(PodRole.EXECUTOR))
        .extracting(StepInfo::id)
        .contains("acme.executor")
        .doesNotContain("acme.driver");
  }

  @Test
  void leavesDisabledStepsOut() {
    settings.put("spark.podsmith.steps.disabled", "acme.one, acme.two");

    assertThat(ids(load(threeSteps())))
        .contains("acme.three")
        .doesNotContain("acme.one", "acme.two");
  }

  @Test
  void refusesToDisableAnUnknownStepAndGuessesWhatWasMeant() {
    settings.put("spark.podsmith.steps.disabled", "acme.thre");

    assertThatThrownBy(() -> load(threeSteps()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-002]")
        .hasMessageContaining("spark.podsmith.steps.disabled")
        .hasMessageContaining("'acme.thre'")
        .hasMessageContaining("did you mean 'acme.three'?")
        .hasMessageContaining("acme.one, acme.three, acme.two");
  }

  @Test
  void aDriverInTheClusterMayLackAStepThatIsDisabled() {
    settings.put("spark.podsmith.steps.disabled", "acme.elsewhere");
    settings.put("spark.kubernetes.submitInDriver", "true");

    assertThat(ids(load(threeSteps()))).contains("acme.one");
  }

  @Test
  void excludesByIdAndByFactoryClassForOneRole() {
    settings.put("spark.kubernetes.driver.pod.excludedFeatureSteps", "acme.one,com.acme.Two");
    StepRegistry registry = load(threeSteps());

    assertThat(ids(registry)).contains("acme.three").doesNotContain("acme.one", "acme.two");
    assertThat(registry.steps(PodRole.EXECUTOR))
        .extracting(StepInfo::id)
        .contains("acme.one", "acme.two");
  }

  @Test
  void excludesBuiltInStepsByTheirNamesInSpark() {
    settings.put(
        "spark.kubernetes.executor.pod.excludedFeatureSteps",
        "org.apache.spark.deploy.k8s.features.TestDirsFeatureStep,com.acme.Unheard");
    StepRegistry registry =
        load(
            classPath(
                new TestJar()
                    .factory(
                        "io.podsmith.steps.test.Dirs",
                        "spark.test-dirs",
                        "public Set<String> aliases() { return"
                            + " Set.of(\"org.apache.spark.deploy.k8s.features.TestDirsFeatureStep\");"
                            + " }")));

    assertThat(registry.steps(PodRole.EXECUTOR))
        .extracting(StepInfo::id)
        .doesNotContain("spark.test-dirs");
    assertThat(ids(registry)).contains("spark.test-dirs");
  }

  @Test
  void readsTheSettingsThatStepsDeclareAtOnce() {
    settings.put("spark.acme.size", "big");
    ClassLoader classPath =
        classPath(
            new TestJar()
                .factory(
                    "com.acme.One",
                    "acme.one",
                    "public List<ConfigEntry<?>> configEntries() { return List.of(ConfigEntry"
                        + ".key(\"spark.acme.size\").intType().withDefault(1)); }"));

    assertThatThrownBy(() -> load(classPath))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.size is 'big'");
  }

  @Test
  void addsListedStepClassesInTheListedOrder() {
    settings.put(
        "spark.kubernetes.driver.pod.featureSteps", "com.acme.Zebra,acme.one,com.acme.Ape");
    ClassLoader classPath =
        classPath(
            new TestJar()
                .factory("com.acme.One", "acme.one", "")
                .source("com.acme.Zebra", stepSource("com.acme", "Zebra"))
                .source("com.acme.Ape", stepSource("com.acme", "Ape")));

    assertThat(load(classPath).steps(PodRole.DRIVER))
        .filteredOn(s -> s.id().startsWith("com.acme"))
        .extracting(StepInfo::id)
        .containsExactly("com.acme.zebra", "com.acme.ape");
  }

  @Test
  void addsAListedFactoryThatIsNotRegistered() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "com.acme.One");
    ClassLoader classPath =
        classPath(
            new TestJar()
                .source("com.acme.One", TestJar.factorySource("com.acme.One", "acme.one", "")));

    assertThat(ids(load(classPath))).contains("acme.one");
  }

  @Test
  void findsListedClassesInPlugins() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "com.acme.Zebra");
    Path jar =
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .source("com.acme.Zebra", stepSource("com.acme", "Zebra"))
            .writeTo(directory.resolve("acme.jar"));
    settings.put("spark.podsmith.steps.jars", jar.toString());

    assertThat(load(classPath()).steps(PodRole.DRIVER))
        .extracting(StepInfo::id, StepInfo::origin)
        .contains(org.assertj.core.groups.Tuple.tuple("com.acme.zebra", "plugin acme (acme.jar)"));
  }

  @Test
  void refusesAListedNameThatIsNeitherStepNorClass() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "acme.tree");
    StepRegistry registry = load(threeSteps());

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-002]")
        .hasMessageContaining("'acme.tree'")
        .hasMessageContaining("did you mean 'acme.three'?");
    assertThat(registry.steps(PodRole.EXECUTOR))
        .as("the list of one role must not harm the other")
        .isNotEmpty();
  }

  @Test
  void saysWhatToImplementWhereAListedClassIsNoStep() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "java.lang.String");
    StepRegistry registry = load(threeSteps());

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("java.lang.String")
        .hasMessageContaining("implement io.podsmith.api.KubernetesFeatureConfigStep");
  }

  @Test
  void saysWhatToImplementWhereAListedClassIsWrittenForSparksOwnJar() {
    String contract = "org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep";
    TestJar spark =
        new TestJar()
            .source(
                contract,
                "package org.apache.spark.deploy.k8s.features;"
                    + " public interface KubernetesFeatureConfigStep {}");
    TestJar old =
        new TestJar()
            .compileAgainst(spark.writeTo(directory.resolve("spark.jar")))
            .source(
                "com.acme.Old",
                "package com.acme; public class Old implements " + contract + " {}");
    settings.put("spark.kubernetes.driver.pod.featureSteps", "com.acme.Old");

    for (ClassLoader classPath : List.of(classPath(spark, old), classPath(old))) {
      StepRegistry registry = load(classPath);
      assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
          .as("with and without Spark's own contract on the class path")
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("[PODSMITH-STEP-005]")
          .hasMessageContaining("com.acme.Old")
          .hasMessageContaining("implements the contract of Spark's Kubernetes jar")
          .hasMessageContaining("implement io.podsmith.api.KubernetesFeatureConfigStep");
    }
  }

  @Test
  void refusesAListedStepThatHasNoPartInTheRole() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "acme.executor");
    StepRegistry registry =
        load(classPath(new TestJar().factory("com.acme.E", "acme.executor", roles("EXECUTOR"))));

    assertThatThrownBy(() -> registry.steps(PodRole.DRIVER))
        .hasMessageContaining("acme.executor")
        .hasMessageContaining("driver pods");
  }

  @Test
  void reportsAStepOnTheClassPathThatCannotBeLoaded() {
    ClassLoader classPath = classPath(new TestJar().service("com.acme.Missing"));

    assertThatThrownBy(() -> load(classPath))
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002]")
        .hasMessageContaining("com.acme.Missing");
  }

  static String roles(String roles) {
    return "public Set<PodRole> roles() { return Set.of(PodRole." + roles + "); }";
  }

  static String stepSource(String packageName, String name) {
    return """
    package %s;
    import io.podsmith.api.*;
    public class %s implements KubernetesFeatureConfigStep {
      public SparkPod configurePod(SparkPod pod) { return pod; }
    }
    """
        .formatted(packageName, name);
  }

  private ClassLoader threeSteps() {
    return classPath(
        new TestJar()
            .factory("com.acme.One", "acme.one", "")
            .factory("com.acme.Two", "acme.two", "")
            .factory("com.acme.Three", "acme.three", ""));
  }

  private static List<String> ids(StepRegistry registry) {
    return registry.steps(PodRole.DRIVER).stream().map(StepInfo::id).toList();
  }

  private ClassLoader classPath(TestJar... jars) {
    try {
      URL[] urls = new URL[jars.length];
      for (int i = 0; i < jars.length; i++) {
        Path jar = directory.resolve("classpath-%d.jar".formatted(written++));
        urls[i] = jars[i].writeTo(jar).toUri().toURL();
      }
      URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
      open.add(loader);
      return loader;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private StepRegistry load(ClassLoader classPath) {
    StepRegistry registry =
        StepRegistry.load(SparkSettings.of(settings, Map.of()), new LocalFiles(), classPath);
    open.add(registry);
    return registry;
  }
}
