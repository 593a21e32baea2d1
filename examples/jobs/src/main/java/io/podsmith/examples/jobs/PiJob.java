// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.jobs;

import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Throws darts at a square and counts those that land in the circle. Argument: tasks (2). */
public final class PiJob {
  private static final int DARTS_A_TASK = 500_000;

  private PiJob() {}

  public static void main(String[] args) {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "pi");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      long hits =
          spark
              .parallelize(Collections.nCopies(tasks, DARTS_A_TASK), tasks)
              .map(PiJob::hits)
              .reduce(Long::sum);
      System.out.println("Pi is roughly " + 4.0 * hits / ((double) tasks * DARTS_A_TASK));
    }
  }

  private static long hits(int darts) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long hits = 0;
    for (int i = 0; i < darts; i++) {
      double x = random.nextDouble() * 2 - 1;
      double y = random.nextDouble() * 2 - 1;
      if (x * x + y * y <= 1) {
        hits++;
      }
    }
    return hits;
  }
}
