// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.events;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * An executor ended.
 *
 * @param time milliseconds since the epoch
 * @param executorId the executor
 * @param cause whose doing it was: {@code application}, {@code outOfMemory}, {@code ownLimit},
 *     {@code cluster}, {@code finished}, {@code deleted} or {@code lost}
 * @param causedByApplication whether the failure of its tasks is held against the application
 * @param exitCode of Spark's container, -1 where there is none
 * @param message what is known, for people
 * @since 0.1.0
 */
public record ExecutorPodEnded(
    long time,
    String executorId,
    String cause,
    boolean causedByApplication,
    int exitCode,
    String message)
    implements SparkListenerEvent {}
