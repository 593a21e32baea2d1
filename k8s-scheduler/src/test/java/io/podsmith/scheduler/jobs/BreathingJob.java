// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** Has executors come for work and go for want of it. */
public final class BreathingJob {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TASK_MILLIS = 4000;

  private BreathingJob() {}

  public static void main(String[] args) throws InterruptedException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      System.out.println("Executors at first: " + executors(spark));
      List<String> ranOn =
          spark
              .parallelize(List.of(1, 2, 3, 4, 5, 6), 6)
              .map(
                  number -> {
                    Thread.sleep(TASK_MILLIS);
                    return SparkEnv.get().executorId();
                  })
              .collect();
      // Not those that exist now: the one that finished first may have been released already.
      System.out.println(
          "Tasks done: " + ranOn.size() + " with executors: " + Set.copyOf(ranOn).size());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (executors(spark) > 0 && System.nanoTime() < end) {
        Thread.sleep(100);
      }
      System.out.println("Executors at last: " + executors(spark));
    }
  }

  private static int executors(JavaSparkContext spark) {
    // The driver counts as one, as soon as Spark's listeners have heard of it.
    return Math.max(0, spark.sc().statusTracker().getExecutorInfos().length - 1);
  }
}
