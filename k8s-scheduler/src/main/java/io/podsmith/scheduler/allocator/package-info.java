// SPDX-License-Identifier: Apache-2.0
/**
 * For those who want executors to come to be in a way of their own, for example from a pool of warm
 * pods or through another controller.
 *
 * <p>Implement {@link io.podsmith.scheduler.allocator.PodsAllocator}, put the class on the driver's
 * classpath and name it in {@code spark.kubernetes.allocation.pods.allocator}. What it works with
 * is in {@link io.podsmith.scheduler.allocator.AllocatorContext}; what the steps have built for an
 * executor is an {@link io.podsmith.scheduler.allocator.ExecutorObjects}, and how an executor's pod
 * is doing an {@link io.podsmith.scheduler.allocator.ObservedPod}.
 *
 * <p>Following pods, telling the scheduler why executors ended, counting failures and deleting pods
 * that have ended stay with Podsmith, whoever makes the pods.
 */
@NullMarked
package io.podsmith.scheduler.allocator;

import org.jspecify.annotations.NullMarked;
