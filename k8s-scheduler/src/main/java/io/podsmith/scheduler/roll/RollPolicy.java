// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.roll;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Which executor is to be replaced next: {@code spark.kubernetes.executor.rollPolicy}. */
enum RollPolicy {
  ID(oldest(executor -> Long.parseLong(executor.id()))),
  ADD_TIME(oldest(ExecutorLoad::addTime)),
  TOTAL_GC_TIME(most(ExecutorLoad::gcTime)),
  TOTAL_DURATION(most(ExecutorLoad::totalDuration)),
  AVERAGE_DURATION(most(ExecutorLoad::averageDuration)),
  FAILED_TASKS(most(ExecutorLoad::failedTasks)),
  PEAK_JVM_ONHEAP_MEMORY(most(ExecutorLoad::peakOnHeap)),
  PEAK_JVM_OFFHEAP_MEMORY(most(ExecutorLoad::peakOffHeap)),
  TOTAL_SHUFFLE_WRITE(most(ExecutorLoad::shuffleWrite)),
  DISK_USED(most(ExecutorLoad::diskUsed)),
  OUTLIER(RollPolicy::outlierOrLongest),
  OUTLIER_NO_FALLBACK(RollPolicy::outlier);

  private static final double OUTLYING_SIGMAS = 2;

  /** What an executor may stand out by beside its average, the weightiest first. */
  private static final List<ToDoubleFunction<ExecutorLoad>> DIMENSIONS =
      List.of(
          ExecutorLoad::totalDuration,
          ExecutorLoad::gcTime,
          ExecutorLoad::failedTasks,
          ExecutorLoad::peakOnHeap,
          ExecutorLoad::peakOffHeap,
          ExecutorLoad::shuffleWrite,
          ExecutorLoad::diskUsed);

  @FunctionalInterface
  private interface Choice {
    Optional<ExecutorLoad> from(List<ExecutorLoad> executors);
  }

  private final Choice choice;

  RollPolicy(Choice choice) {
    this.choice = choice;
  }

  /** Returns the id of the executor to replace, empty where there is none. */
  Optional<String> choose(List<ExecutorLoad> executors) {
    return choice.from(executors).map(ExecutorLoad::id);
  }

  private static Choice oldest(ToDoubleFunction<ExecutorLoad> age) {
    return executors -> executors.stream().min(Comparator.comparingDouble(age));
  }

  /** Among equals the last one, as in Spark. */
  private static Choice most(ToDoubleFunction<ExecutorLoad> measure) {
    return executors ->
        executors.stream()
            .reduce(
                (most, next) ->
                    measure.applyAsDouble(next) >= measure.applyAsDouble(most) ? next : most);
  }

  private static Optional<ExecutorLoad> outlierOrLongest(List<ExecutorLoad> executors) {
    return outlier(executors).or(() -> most(ExecutorLoad::totalDuration).from(executors));
  }

  private static Optional<ExecutorLoad> outlier(List<ExecutorLoad> executors) {
    // An executor that has done nothing yet has no average that would count.
    List<ExecutorLoad> atWork =
        executors.stream().filter(executor -> executor.totalTasks() > 0).toList();
    return outlier(atWork, ExecutorLoad::averageDuration)
        .or(
            () ->
                DIMENSIONS.stream()
                    .map(dimension -> outlier(executors, dimension))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<ExecutorLoad> outlier(
      List<ExecutorLoad> executors, ToDoubleFunction<ExecutorLoad> dimension) {
    double mean = executors.stream().mapToDouble(dimension).average().orElse(0);
    double variance =
        executors.stream()
            .mapToDouble(dimension)
            .map(value -> (value - mean) * (value - mean))
            .average()
            .orElse(0);
    double limit = mean + OUTLYING_SIGMAS * Math.sqrt(variance);
    return most(dimension)
        .from(executors)
        .filter(executor -> dimension.applyAsDouble(executor) > limit);
  }
}
