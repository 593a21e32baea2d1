// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The advice to the author of a step whose code cannot be linked. */
class LinkageProblemTest {
  private static final String CLASSPATH = StepSource.CLASS_PATH;
  private static final int JAVA = Runtime.version().feature();
  private static final String REBUILD = "build it against this version of k8s-api";

  @ParameterizedTest
  @MethodSource
  void saysWhatToChange(String owner, LinkageError error, String words) {
    assertThat(LinkageProblem.describe(error, owner)).isEqualTo(words);
  }

  static Stream<Arguments> saysWhatToChange() {
    return Stream.of(
        arguments(
            "acme",
            new UnsupportedClassVersionError("One has version 99.0"),
            "was compiled for a newer Java version than %1$d, which runs here (One has version 99.0); compile with --release %1$d"
                .formatted(JAVA)),
        arguments(
            "acme",
            new ExceptionInInitializerError(
                new IllegalStateException("outer", new ArithmeticException("inner"))),
            "cannot be initialized: a static initializer threw java.lang.ArithmeticException:"
                + " inner; fix it"),
        arguments(
            "acme",
            new NoClassDefFoundError("Could not initialize class com.acme.One"),
            "cannot be initialized: a static initializer threw java.lang.NoClassDefFoundError:"
                + " Could not initialize class com.acme.One; fix it"),
        arguments(
            "acme",
            lacks("org/apache/spark/deploy/k8s/features/KubernetesFeatureConfigStep"),
            "cannot be linked: java.lang.NoClassDefFoundError:"
                + " org/apache/spark/deploy/k8s/features/KubernetesFeatureConfigStep; it implements"
                + " the contract of Spark's Kubernetes jar, which Podsmith replaces: implement"
                + " io.podsmith.api.FeatureStepFactory"),
        arguments(
            "acme",
            lacks("org/apache/spark/SparkConf"),
            "cannot be linked: java.lang.NoClassDefFoundError: org/apache/spark/SparkConf; Spark's"
                + " classes are not visible to steps: read settings from KubernetesConf, and add"
                + " every other required library to the plugin"),
        arguments(
            "acme",
            lacks("scala/Serializable"),
            "cannot be linked: java.lang.NoClassDefFoundError: scala/Serializable; add the missing"
                + " classes to its plugin, and "
                + REBUILD),
        arguments(
            "acme",
            new NoSuchMethodError("org.apache.spark.SparkConf.get()"),
            "cannot be linked: java.lang.NoSuchMethodError: org.apache.spark.SparkConf.get(); "
                + REBUILD),
        arguments(
            "acme",
            new NoSuchMethodError("io.podsmith.api.SparkPod.of()"),
            "cannot be linked: java.lang.NoSuchMethodError: io.podsmith.api.SparkPod.of(); "
                + REBUILD),
        arguments(
            CLASSPATH,
            lacks("org/apache/spark/deploy/k8s/KubernetesUtils"),
            "cannot be linked: java.lang.NoClassDefFoundError:"
                + " org/apache/spark/deploy/k8s/KubernetesUtils; Podsmith has those types of"
                + " Spark's Kubernetes jar that feature steps receive: remove the use of others"),
        arguments(
            CLASSPATH,
            new NoSuchMethodError("'void scala.Predef$.assert(boolean)'"),
            "cannot be linked: java.lang.NoSuchMethodError: 'void scala.Predef$.assert(boolean)';"
                + " compile it with the version of Scala that this Spark runs on, 2.13"),
        arguments(
            CLASSPATH,
            lacks("org/apache/spark/Gone"),
            "cannot be linked: java.lang.NoClassDefFoundError: org/apache/spark/Gone; add the"
                + " missing classes to the classpath, and "
                + REBUILD),
        arguments(
            CLASSPATH,
            new IncompatibleClassChangeError(),
            "cannot be linked: java.lang.IncompatibleClassChangeError; " + REBUILD));
  }

  private static LinkageError lacks(String className) {
    return new NoClassDefFoundError(className);
  }
}
