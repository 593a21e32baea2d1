// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** The first executor runs out of memory. Tells how many tasks ran at once on those after it. */
public final class RecoveryJob {
  private static final int TASK_MILLIS = 300;
  private static final AtomicInteger RUNNING = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();

  private RecoveryJob() {}

  public static void main(String[] args) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      Set<String> result =
          spark
              .parallelize(List.of(1, 2, 3, 4, 5, 6), 6)
              .map(number -> run())
              .reduce(RecoveryJob::join);
      result.forEach(System.out::println);
    }
  }

  private static Set<String> run() throws InterruptedException {
    String executor = SparkEnv.get().executorId();
    if (executor.equals("1")) {
      throw new OutOfMemoryError("as if a task needed too much");
    }
    MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
    Thread.sleep(TASK_MILLIS);
    RUNNING.decrementAndGet();
    return Set.of("Tasks at once on executor " + executor + ": " + MOST.get());
  }

  private static Set<String> join(Set<String> left, Set<String> right) {
    Set<String> all = new HashSet<>(left);
    all.addAll(right);
    return new TreeSet<>(all);
  }
}
