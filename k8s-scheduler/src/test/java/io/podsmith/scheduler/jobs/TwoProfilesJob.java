// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import scala.Tuple2;

/**
 * A job of two stages: the first one runs on executors of the default profile, the second one,
 * which reads what the first one wrote, on executors of its own profile. Tells where each was done.
 */
public final class TwoProfilesJob {
  public static final int CORES = 2;
  public static final int HEAP_MIB = 600;
  private static final int TASKS = 4;
  private static final int KEYS = 10;

  private TwoProfilesJob() {}

  public static void main(String[] args) {
    List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      JavaRDD<Tuple2<Long, Set<String>>> parts =
          spark
              .parallelize(numbers, TASKS)
              .mapToPair(
                  number ->
                      new Tuple2<>(number % KEYS, new Tuple2<>((long) number, where("first"))))
              .reduceByKey(TwoProfilesJob::join, TASKS)
              .map(entry -> join(entry._2(), new Tuple2<>(0L, where("second"))))
              .withResources(profile());
      Tuple2<Long, Set<String>> result = parts.reduce(TwoProfilesJob::join);
      System.out.println("The sum is " + result._1());
      result._2().forEach(System.out::println);
    }
  }

  private static ResourceProfile profile() {
    return new ResourceProfileBuilder()
        .require(new ExecutorResourceRequests().cores(CORES).memory(HEAP_MIB + "m"))
        .require(new TaskResourceRequests().cpus(CORES))
        .build();
  }

  private static Set<String> where(String stage) {
    long heapMiB = Runtime.getRuntime().maxMemory() >> 20;
    return Set.of(
        stage
            + " stage on executor "
            + SparkEnv.get().executorId()
            + ", cores of a task "
            + TaskContext.get().cpus()
            + ", heap above 550 MiB "
            + (heapMiB > 550));
  }

  private static Tuple2<Long, Set<String>> join(
      Tuple2<Long, Set<String>> left, Tuple2<Long, Set<String>> right) {
    Set<String> places = new TreeSet<>(left._2());
    places.addAll(right._2());
    return new Tuple2<>(left._1() + right._1(), places);
  }
}
