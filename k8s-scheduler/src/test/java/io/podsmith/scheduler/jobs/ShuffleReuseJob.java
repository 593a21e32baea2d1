// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Shuffles, has the one executor killed, and reads what it shuffled again. Tells how often a number
 * was mapped: twice, where the shuffle files had to be made again.
 */
public final class ShuffleReuseJob {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TASKS = 3;
  private static final int SHUFFLE = 0;

  private ShuffleReuseJob() {}

  public static void main(String[] args) throws InterruptedException {
    List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      LongAccumulator mapped = spark.sc().longAccumulator();
      JavaPairRDD<Integer, Integer> sums =
          spark
              .parallelize(numbers, TASKS)
              .mapToPair(
                  number -> {
                    mapped.add(1);
                    return new Tuple2<>(number % 10, number);
                  })
              .reduceByKey(Integer::sum, TASKS);
      System.out.println("The first sum is " + sums.values().reduce(Integer::sum));
      spark.sc().killAndReplaceExecutor("1");
      System.out.println("Map outputs lost: " + await(0));
      // An executor looks for the files of earlier ones when it shuffles for the first time.
      spark.parallelizePairs(List.of(new Tuple2<>(1, 1)), 1).reduceByKey(Integer::sum).count();
      System.out.println("Map outputs there again: " + await(TASKS));
      System.out.println("The second sum is " + sums.values().reduce(Integer::sum));
      System.out.println("Numbers mapped: " + mapped.value());
    }
  }

  /** Waits until so many map outputs are known; returns whether that came to be. */
  private static boolean await(int outputs) throws InterruptedException {
    MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (tracker.getNumAvailableOutputs(SHUFFLE) != outputs) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }
}
