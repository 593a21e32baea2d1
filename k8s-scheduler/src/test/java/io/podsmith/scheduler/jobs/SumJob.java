// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Sums numbers up and tells on which executors that was done. Argument: tasks. */
public final class SumJob {
  private SumJob() {}

  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      System.out.println(sum(spark, Integer.parseInt(args[0])));
    }
  }

  /** Returns a sentence with the sum and the executors. */
  static String sum(JavaSparkContext spark, int tasks) {
    List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();
    Tuple2<Integer, Set<String>> result =
        spark
            .parallelize(numbers, tasks)
            .map(number -> new Tuple2<>(number, executor()))
            .reduce(SumJob::join);
    return "The sum is " + result._1() + ", from executors " + result._2();
  }

  private static Set<String> executor() {
    return Set.of(SparkEnv.get().executorId());
  }

  private static Tuple2<Integer, Set<String>> join(
      Tuple2<Integer, Set<String>> left, Tuple2<Integer, Set<String>> right) {
    Set<String> executors = new HashSet<>(left._2());
    executors.addAll(right._2());
    return new Tuple2<>(left._1() + right._1(), executors);
  }
}
