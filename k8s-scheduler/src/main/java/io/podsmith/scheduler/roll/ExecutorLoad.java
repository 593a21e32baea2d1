// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.roll;

import java.util.function.ToLongFunction;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;

/**
 * What an executor has done so far.
 *
 * @param addTime when it registered, in milliseconds since the epoch
 * @param totalDuration the time that its tasks took, in milliseconds
 * @param gcTime the time that garbage collection took, in milliseconds
 * @param peakOnHeap the most bytes that its heap held
 * @param peakOffHeap the most bytes that its JVM held beside the heap
 */
record ExecutorLoad(
    String id,
    long addTime,
    int totalTasks,
    int failedTasks,
    long totalDuration,
    long gcTime,
    long peakOnHeap,
    long peakOffHeap,
    long shuffleWrite,
    long diskUsed) {
  static ExecutorLoad of(ExecutorSummary summary) {
    return new ExecutorLoad(
        summary.id(),
        summary.addTime().getTime(),
        summary.totalTasks(),
        summary.failedTasks(),
        summary.totalDuration(),
        summary.totalGCTime(),
        peak(summary, metrics -> metrics.getMetricValue("JVMHeapMemory")),
        peak(summary, metrics -> metrics.getMetricValue("JVMOffHeapMemory")),
        summary.totalShuffleWrite(),
        summary.diskUsed());
  }

  /** Returns the time that a task took on average, in milliseconds. */
  double averageDuration() {
    return (double) totalDuration / Math.max(1, totalTasks);
  }

  private static long peak(ExecutorSummary summary, ToLongFunction<ExecutorMetrics> metric) {
    Option<ExecutorMetrics> metrics = summary.peakMemoryMetrics();
    return metrics.isEmpty() ? 0 : metric.applyAsLong(metrics.get());
  }
}
