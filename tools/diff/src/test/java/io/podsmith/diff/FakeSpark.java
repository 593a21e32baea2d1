// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Classes with the names of Spark's entry points, which do what a test needs. */
final class FakeSpark {
  private FakeSpark() {}

  /**
   * Compiles a distribution.
   *
   * @param start the body of the method that submits; {@code conf.get(key)} returns a setting
   */
  static Distribution of(Path directory, String label, String start) throws IOException {
    return of(directory, label, start, "");
  }

  /**
   * Compiles a distribution with a SparkContext.
   *
   * @param construct the body of its constructor; {@code contexts} counts those of the JVM
   */
  static Distribution of(Path directory, String label, String start, String construct)
      throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources"));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path conf =
        Files.writeString(
            sources.resolve("SparkConf.java"),
            """
            package org.apache.spark;

            public class SparkConf {
              private final java.util.Map<String, String> settings = new java.util.TreeMap<>();

              public SparkConf(boolean loadDefaults) {}

              public SparkConf set(String key, String value) {
                settings.put(key, value);
                return this;
              }

              public String get(String key) {
                return settings.getOrDefault(key, "");
              }
            }
            """);
    Path context =
        Files.writeString(
            sources.resolve("SparkContext.java"),
            """
            package org.apache.spark;

            public class SparkContext {
              private static int contexts;

              public SparkContext(SparkConf conf) throws Exception {
                contexts++;
                %s
              }

              public Object schedulerBackend() {
                return this;
              }

              public void stop() {}
            }
            """
                .formatted(construct));
    Path application =
        Files.writeString(
            sources.resolve("KubernetesClientApplication.java"),
            """
            package org.apache.spark.deploy.k8s.submit;

            public class KubernetesClientApplication {
              public void start(String[] arguments, org.apache.spark.SparkConf conf)
                  throws Exception {
                %s
              }
            }
            """
                .formatted(start));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                conf.toString(),
                context.toString(),
                application.toString());
    assertThat(result).as("the fake must compile").isZero();
    return new Distribution(label, "4.1.1", false, List.of(classes));
  }
}
