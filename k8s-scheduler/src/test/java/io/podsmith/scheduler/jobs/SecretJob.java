// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Tells whether secrets have arrived, given the hash code of what they all are, without them. */
public final class SecretJob {
  private SecretJob() {}

  public static void main(String[] args) {
    int expected = Integer.parseInt(args[0]);
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf())) {
      System.out.println(
          "The driver knows the setting: "
              + (sc.getConf().get("spark.my.password", "").hashCode() == expected)
              + ", the variable: "
              + knowsVariable(expected));
      System.out.println(
          "Executors know the variable: "
              + sc.parallelize(List.of(1, 2), 2)
                  .map(i -> knowsVariable(expected))
                  .reduce((one, other) -> one && other));
    }
  }

  private static boolean knowsVariable(int expected) {
    return String.valueOf(System.getenv("DB_PASSWORD")).hashCode() == expected;
  }
}
