// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import io.podsmith.testkit.cluster.NodeImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark installation with Podsmith's jars in place of its own Kubernetes jar.
 *
 * @param submitCommand what takes the arguments of {@code spark-submit}
 * @param image the same installation as an image of the embedded cluster
 */
record Spark(List<String> submitCommand, NodeImage image) {
  /** For JVMs that live for seconds: no time for the second compiler, no threads for collecting. */
  static final String JVM_FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /** Spark as Maven resolved it: nothing to download but jars. */
  static Spark ofMaven(Path root) throws IOException {
    List<Path> classPath = new ArrayList<>();
    try (Stream<Path> ours = Files.list(root.resolve("k8s-scheduler/target/dist/jars"))) {
      ours.sorted().forEach(classPath::add);
    }
    String theirs = Files.readString(root.resolve("examples/jobs/target/spark.classpath"));
    Arrays.stream(theirs.trim().split(File.pathSeparator)).map(Path::of).forEach(classPath::add);

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-Xmx512m");
    command.addAll(Arrays.asList(JVM_FLAGS.split(" ")));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add("org.apache.spark.deploy.SparkSubmit");
    return new Spark(command, NodeImage.sparkClasspath(classPath));
  }

  /** An unpacked distribution. */
  static Spark ofDistribution(Path home) {
    return new Spark(
        List.of(home.resolve("bin/spark-submit").toString()), NodeImage.sparkHome(home));
  }
}
