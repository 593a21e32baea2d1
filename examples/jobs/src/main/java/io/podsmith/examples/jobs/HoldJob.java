// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.jobs;

import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Holds its executors, idle, until its standard input ends. */
public final class HoldJob {
  private HoldJob() {}

  public static void main(String[] args) throws IOException {
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "hold");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      System.out.println("Holding as " + spark.sc().applicationId());
      while (System.in.read() >= 0) {
        // Nothing to do with what comes in: only its end matters.
      }
    }
    System.out.println("Stopped");
  }
}
