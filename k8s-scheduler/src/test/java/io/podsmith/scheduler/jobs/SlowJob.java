// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.util.Collections;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Keeps executors busy. Arguments: for how many seconds each task, and how many tasks. */
public final class SlowJob {
  private SlowJob() {}

  public static void main(String[] args) {
    long millis = Long.parseLong(args[0]) * 1000;
    int tasks = Integer.parseInt(args[1]);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      long done =
          spark
              .parallelize(Collections.nCopies(tasks, 1), tasks)
              .map(
                  number -> {
                    Thread.sleep(millis);
                    return number;
                  })
              .count();
      System.out.println("Tasks done: " + done);
    }
  }
}
