// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.submit.KubernetesClientApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be wrong with a step jar, one row each: the submission fails with one error that names
 * the plugin, the jar, the class and what to do, and creates nothing.
 */
class BadStepJarsIT {
  private static final String SERVICE = "META-INF/services/" + FeatureStepFactory.class.getName();

  @TempDir static Path directory;

  private static EmbeddedApiServer api;
  private static Map<String, byte[]> classes;

  /**
   * One bad jar.
   *
   * @param id the plugin, which is also the name of the jar and the second part of the step's id
   * @param code the code of the error
   * @param members what the factory has apart from its id and description; empty for no factory
   * @param change what happens to the files of the jar
   * @param said what the error says beside plugin, jar and class
   */
  private record Row(
      String id,
      String code,
      String members,
      UnaryOperator<Map<String, byte[]>> change,
      List<String> said) {
    static Row of(String id, String code, String members, String... said) {
      return new Row(id, code, members, UnaryOperator.identity(), List.of(said));
    }

    String className() {
      StringBuilder name = new StringBuilder("com.acme.");
      for (String part : id.split("-")) {
        name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part, 1, part.length());
      }
      return name.toString();
    }

    String file() {
      return className().replace('.', '/') + ".class";
    }

    String source() {
      String simple = className().substring("com.acme.".length());
      return """
          package com.acme;
          import io.fabric8.kubernetes.api.model.*;
          import io.podsmith.api.*;
          import io.podsmith.api.conf.*;
          import java.util.*;
          public class %s implements FeatureStepFactory {
            @Override public String id() { return "acme.%s"; }
            @Override public String description() { return "For a test."; }
            %s
          }
          """
          .formatted(simple, id, members.contains(" create(") ? members : members + CREATE);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private static final String CREATE =
      """
      @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
        return Optional.of(pod -> pod);
      }
      """;

  /** A factory whose step does this to the pod. */
  private static String step(String body) {
    return """
        @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return Optional.of(pod -> { %s });
        }
        """
        .formatted(body);
  }

  /** A factory whose step returns an object from this method. */
  private static String object(String method) {
    return """
        @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return Optional.of(new KubernetesFeatureConfigStep() {
            @Override public SparkPod configurePod(SparkPod pod) { return pod; }
            @Override public List<HasMetadata> %s() {
              return List.of(new GenericKubernetesResourceBuilder().withApiVersion("acme.com/v1")
                  .withKind("Gadget").withNewMetadata().withName("mine").endMetadata().build());
            }
          });
        }
        """
        .formatted(method);
  }

  static Stream<Row> rows() {
    String fix = "or disable the step with spark.podsmith.steps.disabled=acme.";
    return Stream.of(
        new Row(
            "no-jar",
            "PODSMITH-PLUGIN-001",
            "",
            files -> Map.of(),
            List.of("cannot be read as a jar", "rebuild the jar or copy it again")),
        new Row(
            "no-service-file",
            "PODSMITH-PLUGIN-003",
            "",
            files -> without(files, SERVICE),
            List.of(SERVICE + " does not exist", "@AutoService(FeatureStepFactory.class)")),
        new Row(
            "newer-java",
            "PODSMITH-PLUGIN-002",
            "",
            BadStepJarsIT::forNewerJava,
            List.of("was compiled for a newer Java version than", "compile with --release")),
        new Row(
            "bundles-contract",
            "PODSMITH-PLUGIN-007",
            "",
            files -> with(files, "io/podsmith/api/FeatureStepFactory.class"),
            List.of(
                "contains the class io.podsmith.api.FeatureStepFactory of Podsmith's contract",
                "set the scope of the dependency k8s-api to 'provided'")),
        new Row(
            "class-missing",
            "PODSMITH-PLUGIN-002",
            step("return new Missing().of(pod);"),
            files -> without(files, "com/acme/Missing.class"),
            List.of(
                "NoClassDefFoundError: com/acme/Missing", "add the missing classes to its plugin")),
        Row.of(
            "static-initializer",
            "PODSMITH-PLUGIN-002",
            "static final int SIZE = Integer.parseInt(\"many\");",
            "a static initializer threw java.lang.NumberFormatException",
            "fix it"),
        Row.of(
            "constructor",
            "PODSMITH-PLUGIN-002",
            "public Constructor() { throw new IllegalStateException(\"no home\"); }",
            "threw java.lang.IllegalStateException: no home in its constructor; it must not"),
        Row.of(
            "create",
            "PODSMITH-STEP-001",
            """
            @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
              throw new IllegalStateException("no endpoint");
            }
            """,
            "failed in create(): java.lang.IllegalStateException: no endpoint",
            fix),
        Row.of(
            "create-null",
            "PODSMITH-STEP-001",
            """
            @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
              return null;
            }
            """,
            "returned null from create()",
            fix),
        Row.of(
            "configure",
            "PODSMITH-STEP-001",
            step("throw new IllegalStateException(\"no volume\");"),
            "failed in configurePod(): java.lang.IllegalStateException: no volume",
            "(thrown at com.acme.Configure",
            "Configure.java:",
            fix),
        Row.of(
            "configure-null",
            "PODSMITH-STEP-001",
            step("return null;"),
            "returned null from configurePod()",
            fix),
        Row.of(
            "loops-in-create",
            "PODSMITH-STEP-008",
            """
            @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
              while (!Thread.currentThread().isInterrupted()) {}
              return Optional.empty();
            }
            """,
            "has not returned from create() of class com.acme.LoopsInCreate after 1 s",
            "com.acme.LoopsInCreate.create(LoopsInCreate.java:",
            "set spark.podsmith.steps.timeout to a longer time"),
        Row.of(
            "loops",
            "PODSMITH-STEP-008",
            step("while (!Thread.currentThread().isInterrupted()) {} return pod;"),
            "has not returned from configurePod() of class com.acme.Loops after 1 s",
            "com.acme.Loops",
            "disable the step with spark.podsmith.steps.disabled"),
        Row.of(
            "drops-container",
            "PODSMITH-STEP-007",
            step("return SparkPod.of(pod.pod(), new Container());"),
            "dropped Spark's container or its name in configurePod()",
            "derive the pod from the one that is passed to the step"),
        Row.of(
            "volume-taken",
            "PODSMITH-STEP-007",
            step(
                """
                return pod.editSpec(spec -> spec.addNewVolume().withName("spark-local-dir-1")
                    .withNewEmptyDir().endEmptyDir().endVolume());\
                """),
            "the driver pod has two volumes named 'spark-local-dir-1', from step spark.local-dirs",
            fix),
        Row.of(
            "port-taken",
            "PODSMITH-STEP-007",
            step(
                """
                return pod.editContainer(container -> container.addNewPort()
                    .withName("blockmanager").withContainerPort(9999).endPort());\
                """),
            "two ports named 'blockmanager' in container 'spark-kubernetes-driver'",
            fix),
        Row.of(
            "mount-taken",
            "PODSMITH-STEP-007",
            step(
                """
                return pod.editContainer(container -> container.addNewVolumeMount()
                    .withName("mine").withMountPath("/opt/spark/conf").endVolumeMount());\
                """),
            "two volumes mounted at '/opt/spark/conf' in container 'spark-kubernetes-",
            fix),
        Row.of(
            "variable-taken",
            "PODSMITH-STEP-007",
            step(
                """
                return pod.editContainer(container -> container.addNewEnv()
                    .withName("SPARK_USER").withValue("me").endEnv());\
                """),
            "pod has two environment variables 'SPARK_USER' in container 'spark-kubernetes-",
            " and from step acme.variable-taken",
            fix),
        Row.of(
            "kind-unknown",
            "PODSMITH-CLUSTER-004",
            object("getAdditionalPreKubernetesResources"),
            "the cluster does not support gadgets.acme.com",
            "install the CustomResourceDefinition of this kind, or disable the feature",
            "The Gadget was returned by step acme.kind-unknown"),
        Row.of(
            "kind-unknown-later",
            "PODSMITH-CLUSTER-004",
            object("getAdditionalKubernetesResources"),
            "the cluster does not support gadgets.acme.com",
            "The Gadget was returned by step acme.kind-unknown-later"));
  }

  @BeforeAll
  static void start() throws IOException {
    api = EmbeddedApiServer.builder().start();
    classes = compile(rows().toList());
    for (Row row : rows().toList()) {
      write(row);
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isOneErrorAndCreatesNothing(Row row) {
    int before = api.requests().size();

    Throwable thrown =
        catchThrowable(
            () ->
                new KubernetesClientApplication()
                    .start(new String[] {"--main-class", "com.acme.Job"}, conf(row)));

    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage())
        .as("the first message that a user sees, from %s", thrown)
        .contains("[" + row.code())
        .contains(row.id(), row.id() + ".jar")
        .contains(row.said());
    if (hasClass(row)) {
      assertThat(thrown.getMessage()).as("the class").contains(row.className());
    }
    assertThat(api.requests().stream().skip(before))
        .as("requests that change the cluster")
        .extracting(request -> request.method() + " " + request.path())
        .noneMatch(request -> request.matches("(POST|PUT|PATCH|DELETE) .*"));
  }

  /** The other two cannot know a class: one is no jar, and one lists none. */
  private static boolean hasClass(Row row) {
    return !List.of("no-jar", "no-service-file", "bundles-contract").contains(row.id());
  }

  private static SparkConf conf(Row row) {
    return new SparkConf(false)
        .setMaster("k8s://" + api.url())
        .set("spark.app.name", "bad")
        .set("spark.kubernetes.container.image", "spark")
        .set("spark.driver.memory", "512m")
        .set("spark.podsmith.steps.timeout", row.id().startsWith("loops") ? "1s" : "30s")
        .set("spark.podsmith.steps.jars", directory.resolve(row.id() + ".jar").toString());
  }

  private static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
    Map<String, byte[]> fewer = new TreeMap<>(files);
    assertThat(fewer.remove(name)).as("%s of %s", name, files.keySet()).isNotNull();
    return fewer;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(name, new byte[] {1});
    return more;
  }

  /** Class files say for which version of Java they are, in their seventh and eighth byte. */
  private static Map<String, byte[]> forNewerJava(Map<String, byte[]> files) {
    Map<String, byte[]> newer = new TreeMap<>(files);
    newer.replaceAll(
        (name, bytes) -> {
          byte[] copy = bytes.clone();
          if (name.endsWith(".class")) {
            copy[7] = (byte) (Runtime.version().feature() + 44 + 4);
          }
          return copy;
        });
    return newer;
  }

  private static void write(Row row) throws IOException {
    Path jar = directory.resolve(row.id() + ".jar");
    Map<String, byte[]> files = new TreeMap<>();
    classes.forEach(
        (name, bytes) -> {
          String owner = name.replace(".class", "").replaceFirst("\\$.*", "") + ".class";
          if (owner.equals(row.file()) || owner.equals("com/acme/Missing.class")) {
            files.put(name, bytes);
          }
        });
    files.put(SERVICE, row.className().getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> changed = row.change().apply(files);
    if (changed.isEmpty()) {
      Files.writeString(jar, "this is not a jar");
      return;
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        zip.putNextEntry(new JarEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  /** Compiles the factories of all rows at once, which takes as long as one. */
  private static Map<String, byte[]> compile(List<Row> rows) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources/com/acme"));
    Path out = Files.createDirectories(directory.resolve("out"));
    List<Path> units = new ArrayList<>();
    for (Row row : rows) {
      String simple = row.className().substring("com.acme.".length());
      units.add(Files.writeString(sources.resolve(simple + ".java"), row.source()));
    }
    units.add(
        Files.writeString(
            sources.resolve("Missing.java"),
            """
            package com.acme;
            import io.podsmith.api.SparkPod;
            class Missing { SparkPod of(SparkPod pod) { return pod; } }
            """));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      out.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  manager.getJavaFileObjectsFromPaths(units))
              .call();
      assertThat(isCompiled).as("the factories compile").isTrue();
    }
    Map<String, byte[]> compiled = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        compiled.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return compiled;
  }
}
