// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.events;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Something keeps executors from coming, such as a quota, a cluster that is full or an image that
 * cannot be pulled: told when it begins, and again when it has lasted.
 *
 * @param time milliseconds since the epoch
 * @param resourceProfileId whose executors it befalls
 * @param reason in the words of the API server, the scheduler or the kubelet
 * @since 0.1.0
 */
public record ExecutorPodsDelayed(long time, int resourceProfileId, String reason)
    implements SparkListenerEvent {}
