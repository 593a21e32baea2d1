// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Checks which secrets have arrived, without printing them. Arguments, each with the hash code that
 * is expected: {@code driver,setting,spark.acme.password,HASH}, or {@code executor} with {@code
 * variable}, {@code property} or {@code file}. An argument without commas is ignored.
 */
public final class PlantedJob {
  private PlantedJob() {}

  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      List<String> found = new ArrayList<>();
      for (String arg : args) {
        if (arg.startsWith("driver,")) {
          found.add("%s: %s".formatted(named(arg), isThere(arg, spark.getConf())));
        } else if (arg.startsWith("executor,")) {
          boolean isThere =
              spark.parallelize(List.of(arg), 1).map(each -> isThere(each, null)).first();
          found.add("%s: %s".formatted(named(arg), isThere));
        }
      }
      found.forEach(each -> System.out.println("Arrived: " + each));
    }
  }

  private static String named(String arg) {
    return arg.substring(0, arg.lastIndexOf(','));
  }

  private static boolean isThere(String arg, SparkConf conf) {
    String[] parts = arg.split(",", -1);
    return Integer.toString(text(parts[1], parts[2], conf).hashCode()).equals(parts[3]);
  }

  private static String text(String kind, String name, SparkConf conf) {
    return switch (kind) {
      case "setting" -> conf.get(name, "");
      case "variable" -> String.valueOf(System.getenv(name));
      case "property" -> System.getProperty(name, "");
      case "file" -> content(Path.of(SparkFiles.get(name)));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
