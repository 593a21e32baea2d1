// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.CtField;
import javassist.CtMethod;
import javassist.CtNewMethod;
import javassist.LoaderClassPath;
import javassist.Modifier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step that was compiled against a baseline, or is compiled again, works with this build. */
class CompatibilityTest {
  private static final String STEP = "io.podsmith.api.KubernetesFeatureConfigStep";
  private static final String FACTORY = "io.podsmith.api.FeatureStepFactory";
  private static final String POD = "io.podsmith.api.SparkPod";
  private static final String CONF = "io.podsmith.api.conf.KubernetesConf";
  private static final String ERROR = "io.podsmith.api.error.PodsmithError";

  @Test
  void keepsABaseline() throws IOException {
    assertThat(Baseline.all()).as("baselines in %s", Baseline.ROOT).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("baselines")
  void breaksNothingOf(Baseline baseline) throws IOException {
    byte[] current = Baseline.jarOf(Baseline.currentClasses());
    assertThat(Baseline.classesIn(baseline.jar()))
        .as("classes of %s", baseline.version())
        .hasSizeGreaterThan(40);

    assertThat(ContractBreaks.between(baseline.jar(), current))
        .as(
            "The contract differs from %s so that existing step jars fail. Restore what was"
                + " removed or changed; let interfaces grow by default methods and value types by"
                + " defaulted attributes. No break is accepted.",
            baseline.version())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("baselines")
  void keepsTheBytesOf(Baseline baseline) throws Exception {
    Path sums = baseline.directory().resolve("SHA256SUMS");
    List<String> lines = Files.readAllLines(sums);

    assertThat(lines).hasSize(2);
    for (String line : lines) {
      String[] parts = line.split(" +", 2);
      byte[] bytes = Files.readAllBytes(baseline.directory().resolve(parts[1]));
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertThat(digest).as("a baseline never changes: %s", parts[1]).isEqualTo(parts[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void detects(Change change, String expected) throws Exception {
    byte[] before = Baseline.jarOf(Baseline.currentClasses());

    assertThat(ContractBreaks.between(before, changed(change)))
        .anySatisfy(found -> assertThat(found).contains(expected));
  }

  @ParameterizedTest
  @MethodSource("growth")
  void accepts(Change change) throws Exception {
    byte[] before = Baseline.jarOf(Baseline.currentClasses());

    assertThat(ContractBreaks.between(before, changed(change))).isEmpty();
  }

  static List<Named<Baseline>> baselines() throws IOException {
    return Baseline.all().stream().map(b -> Named.of(b.version(), b)).toList();
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        breaking(
            "a removed method",
            classes -> classes.edit(POD, pod -> pod.removeMethod(method(pod, "editSpec"))),
            "SparkPod#editSpec(java.util.function.UnaryOperator): METHOD_REMOVED (binary)"),
        breaking(
            "a removed default method",
            classes -> classes.edit(FACTORY, type -> type.removeMethod(method(type, "aliases"))),
            "FeatureStepFactory#aliases(): METHOD_REMOVED (binary)"),
        breaking(
            "a removed class",
            classes -> classes.remove("io.podsmith.api.conf.ByteUnit"),
            "io.podsmith.api.conf.ByteUnit: CLASS_REMOVED (binary)"),
        breaking(
            "a removed constant",
            classes -> classes.edit(ERROR, type -> type.removeField(type.getField("CONF_NAME"))),
            "PodsmithError#CONF_NAME: FIELD_REMOVED (binary)"),
        breaking(
            "a removed method of a builder, whose superclass is generated",
            classes ->
                classes.edit(
                    "io.podsmith.api.conf.ImmutableVolumeSpec$Builder",
                    type -> type.removeMethod(method(type, "mountPath"))),
            "mountPath"),
        breaking(
            "a method that each step would have to implement",
            classes ->
                classes.edit(STEP, type -> type.addMethod(CtNewMethod.make("int added();", type))),
            "KubernetesFeatureConfigStep#added(): METHOD_ADDED_TO_INTERFACE (source)"),
        breaking(
            "another return type",
            classes ->
                classes.edit(
                    CONF,
                    type -> {
                      type.removeMethod(method(type, "appId"));
                      type.addMethod(CtNewMethod.make("Object appId();", type));
                    }),
            "KubernetesConf#appId(): METHOD_RETURN_TYPE_CHANGED (binary)"),
        breaking(
            "another generic type",
            classes ->
                classes.edit(
                    CONF,
                    type ->
                        method(type, "imagePullSecrets")
                            .setGenericSignature("()Ljava/util/List<Ljava/lang/Integer;>;")),
            "KubernetesConf#imagePullSecrets(): METHOD_RETURN_TYPE_GENERICS_CHANGED (source)"),
        breaking(
            "a checked exception",
            classes ->
                classes.edit(
                    CONF,
                    type ->
                        method(type, "image")
                            .setExceptionTypes(
                                new CtClass[] {type.getClassPool().get("java.io.IOException")})),
            "KubernetesConf#image(): METHOD_NOW_THROWS_CHECKED_EXCEPTION (source)"),
        breaking(
            "a hidden class",
            classes ->
                classes.edit(
                    "io.podsmith.api.conf.ConfigEntryBuilder",
                    type ->
                        type.setModifiers(Modifier.clear(type.getModifiers(), Modifier.PUBLIC))),
            "ConfigEntryBuilder: CLASS_LESS_ACCESSIBLE (binary)"),
        breaking(
            "a final class",
            classes ->
                classes.edit(
                    "io.podsmith.api.error.InvalidConfigurationException",
                    type -> type.setModifiers(type.getModifiers() | Modifier.FINAL)),
            "InvalidConfigurationException: CLASS_NOW_NOT_EXTENDABLE (binary)"),
        breaking(
            "another superclass",
            classes ->
                classes.edit(
                    "io.podsmith.api.error.StepException",
                    type ->
                        type.setSuperclass(type.getClassPool().get("java.lang.RuntimeException"))),
            "StepException: SUPERCLASS_REMOVED (binary)"));
  }

  static Stream<Named<Change>> growth() {
    return Stream.of(
        Named.of(
            "a default method",
            classes ->
                classes.edit(
                    STEP,
                    type ->
                        type.addMethod(
                            CtNewMethod.make("public int added() { return 1; }", type)))),
        Named.of("a class", classes -> classes.add("io.podsmith.api.Added")),
        Named.of(
            "a constant",
            classes ->
                classes.edit(
                    ERROR,
                    type ->
                        type.addField(
                            CtField.make(
                                "public static final %s ADDED = null;".formatted(ERROR), type)))));
  }

  private static Arguments breaking(String name, Change change, String expected) {
    return Arguments.of(Named.of(name, change), expected);
  }

  private static CtMethod method(CtClass type, String name) throws Exception {
    return type.getDeclaredMethod(name);
  }

  private static byte[] changed(Change change) throws Exception {
    ChangedClasses classes = new ChangedClasses(Baseline.currentClasses());
    change.applyTo(classes);
    return Baseline.jarOf(classes.files);
  }

  /** Changes the compiled contract as a careless commit does. */
  @FunctionalInterface
  interface Change {
    void applyTo(ChangedClasses classes) throws Exception;
  }

  /** Changes one class file. */
  @FunctionalInterface
  interface ClassEdit {
    void applyTo(CtClass type) throws Exception;
  }

  /** The compiled contract with changes. */
  static final class ChangedClasses {
    private final Map<String, byte[]> files;
    private final ClassPool pool = new ClassPool();

    ChangedClasses(Map<String, byte[]> files) {
      this.files = files;
      pool.appendSystemPath();
      pool.appendClassPath(new LoaderClassPath(CompatibilityTest.class.getClassLoader()));
    }

    void edit(String name, ClassEdit edit) throws Exception {
      CtClass type = pool.makeClass(new ByteArrayInputStream(files.get(entry(name))));
      edit.applyTo(type);
      files.put(entry(name), type.toBytecode());
    }

    void remove(String name) {
      assertThat(files.remove(entry(name))).as(name).isNotNull();
    }

    void add(String name) throws Exception {
      CtClass type = pool.makeClass(name);
      type.setModifiers(Modifier.PUBLIC);
      files.put(entry(name), type.toBytecode());
    }

    private static String entry(String name) {
      return name.replace('.', '/') + ".class";
    }
  }
}
