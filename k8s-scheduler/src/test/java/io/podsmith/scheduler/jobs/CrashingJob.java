// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Sums numbers up; at its first start it dies afterwards as if the kernel had killed it, with its
 * executors running. Argument: a file that it creates before it dies.
 */
public final class CrashingJob {
  private static final int KILLED = 137;

  private CrashingJob() {}

  public static void main(String[] args) throws IOException {
    Path crashed = Path.of(args[0]);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      System.out.println(SumJob.sum(spark, 4));
      if (!Files.exists(crashed)) {
        Files.createFile(crashed);
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }
}
