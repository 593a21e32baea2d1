// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.jars.CarriedJar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoadingTest {
  private static final String JARS = "spark.podsmith.steps.jars";
  private static final String DIR = "spark.podsmith.steps.dir";

  @TempDir Path folder;
  private final Map<String, String> settings = new TreeMap<>();
  private final List<StepRegistry> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(StepRegistry::close);
  }

  @Test
  void loadsEachJarAsAPluginOfItsName() {
    Path one = simple("com.acme.One", "acme.one").writeTo(folder.resolve("first-1.0.jar"));
    Path two = simple("com.acme.Two", "acme.two").writeTo(folder.resolve("second.jar"));
    settings.put(JARS, "local://" + two + "," + one.toUri());

    assertThat(load().steps(PodRole.DRIVER))
        .extracting(StepInfo::origin)
        .containsExactly("plugin first-1.0 (first-1.0.jar)", "plugin second (second.jar)");
  }

  @Test
  void rejectsADirectoryOfJarsWithoutPluginDirectories() {
    simple("com.acme.Stray", "acme.stray").writeTo(folder.resolve("steps/stray.jar"));
    settings.put(DIR, folder.resolve("steps").toString());

    assertThatThrownBy(this::load)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + DIR + " is '")
        .hasMessageContaining("<dir>/<plugin-id>/*.jar")
        .hasMessageContaining("stray.jar")
        .hasMessageContaining(JARS);
  }

  @Test
  void findsStepsInTheJarsOfAnApplication() throws IOException {
    Path jar = simple("com.acme.One", "acme.one").writeTo(folder.resolve("one.jar"));
    Path other = Files.writeString(folder.resolve("other.jar"), "no archive");
    List<String> uris = List.of(jar.toString(), other.toString(), "s3a://b/x.jar", "/no/such.jar");

    assertThat(StepJarsElsewhere.find(uris, Set.of()))
        .containsExactly(entry(jar.toString(), List.of("com.acme.One")));
    assertThat(StepJarsElsewhere.find(List.of("local://" + jar), Set.of())).hasSize(1);
    assertThat(StepJarsElsewhere.find(uris, Set.of("com.acme.One"))).isEmpty();
  }

  @Test
  void rejectsTyposInOwnSettingsUnlessTheyCameWithADriver() {
    settings.put("spark.podsmith.step.jars", "a.jar");

    assertThatThrownBy(() -> load().checkSettings(PodRole.DRIVER, List.of()))
        .hasMessageContaining("PODSMITH-CONF-010");
    settings.put("spark.kubernetes.submitInDriver", "true");
    assertThatCode(() -> load().checkSettings(PodRole.EXECUTOR, List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void loadsEachFolderAsOnePlugin() {
    Path library =
        new TestJar()
            .source("com.acme.Library", "package com.acme; public class Library {}")
            .writeTo(folder.resolve("steps/acme/library.jar"));
    simple("com.acme.Two", "acme.two").writeTo(folder.resolve("steps/other/two.jar"));
    simple("com.acme.Hidden", "acme.hidden").writeTo(folder.resolve("steps/.hidden/x.jar"));
    simple("com.acme.Stray", "acme.stray").writeTo(folder.resolve("steps/stray.jar"));
    new TestJar()
        .compileAgainst(library)
        .factory(
            "com.acme.One",
            "acme.one",
            "public String description() { return new Library().getClass().getName(); }")
        .writeTo(folder.resolve("steps/acme/main.jar"));
    settings.put(DIR, folder.resolve("steps").toString());

    assertThat(load().steps(PodRole.DRIVER))
        .extracting(StepInfo::id, StepInfo::origin)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("acme.one", "plugin acme (main.jar)"),
            org.assertj.core.groups.Tuple.tuple("acme.two", "plugin other (two.jar)"));
  }

  @Test
  void givesAPluginItsOwnVersionOfALibraryThatSparkHasToo() {
    // JUnit's annotation stands for any library on Spark's class path
    String library = "org.junit.jupiter.api.Test";
    use(
        new TestJar()
            .source(
                library,
                "package org.junit.jupiter.api; public class Test { public static String v() {"
                    + " return \"of the plugin\"; } }")
            .factory(
                "com.acme.One",
                "acme.one",
                "public Set<String> aliases() { return Set.of(org.junit.jupiter.api.Test.v()); }"));

    assertThat(only(load()).aliases()).containsExactly("of the plugin");
  }

  @Test
  void hidesSparkAndTheEngineFromPlugins() {
    use(
        probe(
            "io.podsmith.core.plugin.StepRegistry",
            "org.junit.jupiter.api.Test",
            "io.fabric8.kubernetes.client.KubernetesClient",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "io.podsmith.api.FeatureStepFactory",
            "io.fabric8.kubernetes.api.model.Pod",
            "org.slf4j.Logger",
            "org.jspecify.annotations.Nullable",
            "org.apiguardian.api.API",
            "java.sql.Driver"));

    assertThat(only(load()).aliases())
        .containsExactlyInAnyOrder(
            "io.podsmith.api.FeatureStepFactory",
            "io.fabric8.kubernetes.api.model.Pod",
            "org.slf4j.Logger",
            "org.jspecify.annotations.Nullable",
            "org.apiguardian.api.API",
            "java.sql.Driver");
  }

  @Test
  void sharesTheClassesOfTheContract() throws ClassNotFoundException {
    use(simple("com.acme.One", "acme.one"));
    ClassLoader plugin = only(load()).factory().getClass().getClassLoader();

    assertThat(plugin).isInstanceOf(PluginClassLoader.class);
    assertThat(plugin.getName()).isEqualTo("acme");
    assertThat(plugin.loadClass(FeatureStepFactory.class.getName()))
        .isSameAs(FeatureStepFactory.class);
  }

  @Test
  void ignoresSharedClassesThatAJarBringsAlong() throws IOException {
    byte[] own = classBytes(FeatureStepFactory.class);
    use(
        simple("com.acme.One", "acme.one")
            .file("io/fabric8/kubernetes/api/model/Pod.class", own)
            .file("org/slf4j/Extra.class", own));
    ClassLoader plugin = only(load()).factory().getClass().getClassLoader();

    assertThatThrownBy(() -> plugin.loadClass("org.slf4j.Extra"))
        .as("shared packages have no fallback to the plugin")
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void showsPluginsNoServicesButTheirOwn() throws IOException {
    use(
        simple("com.acme.One", "acme.one")
            .file(
                "META-INF/services/com.acme.Thing", "com.acme.A".getBytes(StandardCharsets.UTF_8)));
    ClassLoader plugin = only(load()).factory().getClass().getClassLoader();

    assertThat(plugin.getResources("META-INF/services/com.acme.Thing").hasMoreElements()).isTrue();
    assertThat(
            plugin
                .getResources("META-INF/services/org.junit.platform.engine.TestEngine")
                .hasMoreElements())
        .isFalse();
    assertThat(plugin.getResource("junit-platform.properties")).isNull();
    assertThat(plugin.getResource("io/podsmith/api/FeatureStepFactory.class"))
        .as("resources of shared packages come from where their classes come from")
        .isNotNull();
  }

  @Test
  void setsTheContextClassLoaderAroundEveryQuestion() {
    String context = "Thread.currentThread().getContextClassLoader().getName()";
    use(
        new TestJar()
            .factory(
                "com.acme.One",
                "acme.one",
                "private final String made = "
                    + context
                    + "; public Set<String> aliases() { return Set.of(made + \" made\", "
                    + context
                    + " + \" asked\"); }"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    assertThat(only(load()).aliases()).containsExactlyInAnyOrder("acme made", "acme asked");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void fetchesRemoteJarsAndCleansUp() throws IOException {
    byte[] jar =
        Files.readAllBytes(simple("com.acme.One", "acme.one").writeTo(folder.resolve("x.jar")));
    settings.put(JARS, "s3a://bucket/steps/acme.jar");
    StepRegistry registry =
        StepRegistry.load(
            SparkSettings.of(settings, Map.of()),
            remote(Map.of("s3a://bucket/steps/acme.jar", jar)),
            ClassPathOf.factories());
    Path stored = registry.plugins().get(0).jars().get(0).path();

    assertThat(registry.steps(PodRole.DRIVER))
        .extracting(StepInfo::origin)
        .containsExactly("plugin acme (acme.jar)");
    assertThat(stored).exists();
    registry.close();
    assertThat(stored).doesNotExist();
  }

  @Test
  void tellsAMissingServiceFileFromAnEmptyOne() {
    use(new TestJar().source("com.acme.A", "package com.acme; public class A {}"));
    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-003]")
        .hasMessageContaining("FeatureStepFactory does not exist;");

    use(
        new TestJar()
            .file(
                "META-INF/services/" + FeatureStepFactory.class.getName(),
                "# later".getBytes(StandardCharsets.UTF_8)));
    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-003]")
        .hasMessageContaining("FeatureStepFactory lists no class;");
  }

  @Test
  void loadsAJarWhoseOnlyStepIsListedByItsClass() {
    settings.put("spark.kubernetes.driver.pod.featureSteps", "com.acme.Zebra");
    use(new TestJar().source("com.acme.Zebra", StepRegistryTest.stepSource("com.acme", "Zebra")));

    assertThat(load().steps(PodRole.DRIVER))
        .extracting(StepInfo::id, StepInfo::origin)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("com.acme.zebra", "plugin acme (acme.jar)"));
  }

  @Test
  void saysOfAListedClassInAPluginThatItIsWrittenForSparksOwnJar() {
    String contract = "org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep";
    Path spark =
        new TestJar()
            .source(
                contract,
                "package org.apache.spark.deploy.k8s.features;"
                    + " public interface KubernetesFeatureConfigStep {}")
            .writeTo(folder.resolve("spark.jar"));
    settings.put("spark.kubernetes.driver.pod.featureSteps", "com.acme.Old");
    use(
        new TestJar()
            .compileAgainst(spark)
            .source(
                "com.acme.Old",
                "package com.acme; public class Old implements " + contract + " {}"));

    assertThatThrownBy(() -> load().steps(PodRole.DRIVER))
        .hasMessageStartingWith("[PODSMITH-STEP-005]")
        .hasMessageContaining("must be an io.podsmith.api.FeatureStepFactory or an ")
        .hasMessageContaining("implements the contract of Spark's Kubernetes jar");
  }

  @Test
  void refusesAJarThatIsNotThere() {
    settings.put(JARS, folder.resolve("absent.jar").toString());

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin absent: ")
        .hasMessageContaining(folder.resolve("absent.jar").toString())
        .hasMessageContaining("does not exist");
  }

  @Test
  void explainsThatAJarOfTheImageMustBeHereToo() {
    settings.put(JARS, "local:///opt/nowhere/acme.jar");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: local:///opt/nowhere/acme.jar")
        .hasMessageContaining("in the image")
        .hasMessageContaining("is uploaded to the driver");
  }

  @Test
  void refusesAUriWithAHost() {
    settings.put(JARS, "local://opt/acme.jar");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001]")
        .hasMessageContaining("three slashes");
  }

  @Test
  void refusesWhatIsNoJar() {
    settings.put(JARS, folder.toString());

    assertThatLoading().hasMessageContaining("does not end in .jar");
  }

  @Test
  void refusesRemoteJarsThatCannotBeFetched() {
    settings.put(JARS, "s3a://bucket/acme.jar");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: s3a://bucket/acme.jar")
        .hasMessageContaining("cannot be downloaded");
  }

  @Test
  void hidesTheUserOfARemoteJar() {
    settings.put(JARS, "https://alice:hunter2@host/acme.jar");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: https://(secret)@host/acme.jar")
        .hasMessageNotContaining("hunter2")
        .rootCause()
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesADamagedJar() throws IOException {
    Path jar = simple("com.acme.One", "acme.one").writeTo(folder.resolve("acme.jar"));
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
    settings.put(JARS, jar.toString());

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: " + jar)
        .hasMessageContaining("cannot be read as a jar");
  }

  @Test
  void refusesAPluginWithoutAProviderFile() {
    use(new TestJar().source("com.acme.One", "package com.acme; public class One {}"));

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-003] plugin acme")
        .hasMessageContaining("META-INF/services/io.podsmith.api.FeatureStepFactory")
        .hasMessageContaining("@AutoService");
  }

  @Test
  void refusesAFolderWithoutAJar() throws IOException {
    Files.createDirectories(folder.resolve("steps/acme"));
    settings.put(DIR, folder.resolve("steps").toString());

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-003] plugin acme has no jar in ")
        .hasMessageContaining(folder.resolve("steps/acme").toString());
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    settings.put(DIR, folder.resolve("absent").toString());

    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + DIR + " is '");
  }

  @Test
  void refusesAFolderElsewhere() {
    settings.put(DIR, "s3a://bucket/steps");

    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CONF-007] "
                + DIR
                + " is 's3a://bucket/steps' but must be a directory on this")
        .hasMessageContaining("list remote jars individually in " + JARS);
  }

  @Test
  void takesFoldersByPathOrByUri() {
    simple("com.acme.One", "acme.one").writeTo(folder.resolve("steps/acme/one.jar"));
    settings.put(DIR, "file://" + folder.resolve("steps"));

    assertThat(load().steps(PodRole.DRIVER)).extracting(StepInfo::id).containsExactly("acme.one");
  }

  @Test
  void passesFilesOverThatAreNoJars() throws IOException {
    simple("com.acme.One", "acme.one").writeTo(folder.resolve("steps/acme/one.jar"));
    Files.writeString(folder.resolve("steps/acme/README"), "not a jar");
    Files.createDirectory(folder.resolve("steps/acme/more.jar"));
    settings.put(DIR, folder.resolve("steps").toString());

    assertThat(load().steps(PodRole.DRIVER)).extracting(StepInfo::id).containsExactly("acme.one");
  }

  @Test
  void refusesAJarWhoseNameIsNoPluginId() {
    settings.put(JARS, simple("com.acme.One", "acme.one").writeTo(folder.resolve("-a.jar")) + "");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin -a: ")
        .hasMessageContaining("would give the plugin the id '-a'");
  }

  @Test
  void refusesAUriThatIsNone() {
    settings.put(JARS, "file:///my jars/acme.jar");

    assertThatLoading().hasMessageContaining("is not a path or URI");
  }

  @Test
  void refusesCarriedJarsThatNoSubmissionWrote() {
    settings.put("spark.podsmith.steps.carried.acme", "local:///opt/acme.jar");

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme: local:///opt/acme.jar")
        .hasMessageContaining("expected <uri>#parts=<n>;sha256=<checksum>");
  }

  @Test
  void verifiesACarriedJarThatCameWhole() throws IOException {
    Path jar = simple("com.acme.One", "acme.one").writeTo(folder.resolve("acme.jar"));
    settings.put(
        "spark.podsmith.steps.carried.acme",
        CarriedJar.of("local://" + jar, 1, Files.readAllBytes(jar), Optional.empty()).text());
    assertThat(load().steps(PodRole.EXECUTOR))
        .extracting(StepInfo::origin)
        .containsExactly("plugin acme (acme.jar)");

    Files.write(jar, new byte[] {1, 2, 3});
    assertThatLoading()
        .hasMessageContaining("was not transferred completely")
        .hasMessageContaining("SHA-256");
  }

  @Test
  void refusesTwoPluginsOfOneId() {
    Path one = simple("com.acme.One", "acme.one").writeTo(folder.resolve("a/acme.jar"));
    Path two = simple("com.acme.Two", "acme.two").writeTo(folder.resolve("b/acme.jar"));
    settings.put(JARS, one + "," + two);

    assertThatLoading().hasMessageContaining(one.toString()).hasMessageContaining(two.toString());
  }

  @Test
  void refusesAProviderThatIsNotInTheJar() {
    use(new TestJar().service("com.acme.Missing"));

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002] plugin acme: class com.acme.Missing of ")
        .hasMessageContaining("acme.jar")
        .hasMessageContaining("missing from the plugin's jars");
  }

  @Test
  void refusesAProviderThatIsNoFactory() {
    use(
        new TestJar()
            .source("com.acme.One", "package com.acme; public class One {}")
            .service("com.acme.One"));

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002] plugin acme: class com.acme.One of ")
        .hasMessageContaining("does not implement io.podsmith.api.FeatureStepFactory");
  }

  @Test
  void refusesAFactoryWhoseConstructorThrows() {
    use(
        new TestJar()
            .factory(
                "com.acme.One",
                "acme.one",
                "{ if (true) throw new IllegalStateException(\"boom\"); }"));

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002] plugin acme: class com.acme.One of ")
        .hasMessageContaining("boom")
        .hasMessageContaining("in its constructor");
  }

  @Test
  void refusesAFactoryWithoutAPublicConstructor() {
    use(new TestJar().factory("com.acme.One", "acme.one", "private One() {}"));

    assertThatLoading().hasMessageContaining("no public no-argument constructor");
  }

  @Test
  void refusesAFactoryThatLacksALibrary() {
    Path library =
        new TestJar()
            .source("com.lib.Library", "package com.lib; public class Library {}")
            .writeTo(folder.resolve("library.jar"));
    use(
        new TestJar()
            .compileAgainst(library)
            .factory(
                "com.acme.One", "acme.one", "private final Object o = new com.lib.Library();"));

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002] plugin acme: class com.acme.One of ")
        .hasMessageContaining("com/lib/Library");
  }

  @Test
  void refusesAFactoryThatWasCompiledForANewerJava() throws IOException {
    Path jar = simple("com.acme.One", "acme.one").writeTo(folder.resolve("old.jar"));
    Path newer = folder.resolve("acme.jar");
    int version = 44 + Runtime.version().feature() + 3;
    try (JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(newer))) {
      for (JarEntry entry : in.stream().toList()) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class")) {
          ByteBuffer.wrap(bytes).putShort(6, (short) version);
        }
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(bytes);
      }
    }
    settings.put(JARS, newer.toString());

    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-002] plugin acme: class com.acme.One of ")
        .hasMessageContaining("newer Java")
        .hasMessageContaining("--release");
  }

  @Test
  void putsCarriedPartsTogetherAndVerifiesThem() throws IOException {
    byte[] jar =
        Files.readAllBytes(simple("com.acme.One", "acme.one").writeTo(folder.resolve("x.jar")));
    Path carried = Files.createDirectories(folder.resolve("carried"));
    int half = jar.length / 2;
    Files.write(carried.resolve("acme.jar.part0"), Arrays.copyOf(jar, half));
    Files.write(carried.resolve("acme.jar.part1"), Arrays.copyOfRange(jar, half, jar.length));
    settings.put(
        "spark.podsmith.steps.carried.acme",
        CarriedJar.of("local://" + carried + "/acme.jar", 2, jar, Optional.empty()).text());
    assertThat(load().steps(PodRole.EXECUTOR))
        .extracting(StepInfo::origin)
        .containsExactly("plugin acme (acme.jar)");

    Files.write(carried.resolve("acme.jar.part1"), new byte[] {1, 2, 3});
    assertThatLoading()
        .hasMessageStartingWith("[PODSMITH-PLUGIN-001] plugin acme")
        .hasMessageContaining("SHA-256");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertThatLoading() {
    return assertThatThrownBy(this::load).isInstanceOf(PluginLoadException.class);
  }

  private static TestJar simple(String className, String id) {
    return new TestJar().factory(className, id, "");
  }

  /** A factory whose aliases are those of the given classes that it can load. */
  private static TestJar probe(String... classes) {
    return new TestJar()
        .factory(
            "com.acme.One",
            "acme.one",
            """
            public Set<String> aliases() {
              Set<String> seen = new HashSet<>();
              for (String name : "%s".split(",")) {
                try {
                  Class.forName(name, false, getClass().getClassLoader());
                  seen.add(name);
                } catch (ClassNotFoundException e) {
                  // not seen
                }
              }
              return seen;
            }
            """
                .formatted(String.join(",", classes)));
  }

  private void use(TestJar jar) {
    settings.put(JARS, jar.writeTo(folder.resolve("acme.jar")).toString());
  }

  private static StepDeclaration only(StepRegistry registry) {
    return registry.declarations().get(0);
  }

  private static byte[] classBytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private static FileStaging remote(Map<String, byte[]> contents) {
    return new LocalFiles() {
      @Override
      public byte[] read(String uri) {
        if (!contents.containsKey(uri)) {
          throw new InvalidConfigurationException(PodsmithError.CONF_FILE, uri, "no " + uri);
        }
        return contents.get(uri);
      }
    };
  }

  private StepRegistry load() {
    StepRegistry registry =
        StepRegistry.load(
            SparkSettings.of(settings, Map.of()), new LocalFiles(), ClassPathOf.factories());
    open.add(registry);
    return registry;
  }
}
