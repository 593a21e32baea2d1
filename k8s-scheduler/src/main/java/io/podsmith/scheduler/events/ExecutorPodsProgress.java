// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.events;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * How far the executors are: told when that is settled, and every few seconds until then.
 *
 * @param time milliseconds since the epoch
 * @param wanted how many the scheduler wants
 * @param running how many pods run
 * @param pending how many pods were seen and do not run yet
 * @param requested how many were asked for and not seen yet
 * @since 0.1.0
 */
public record ExecutorPodsProgress(long time, int wanted, int running, int pending, int requested)
    implements SparkListenerEvent {}
