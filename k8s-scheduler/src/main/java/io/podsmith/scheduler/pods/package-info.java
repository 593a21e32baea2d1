// SPDX-License-Identifier: Apache-2.0
/**
 * Executor management: creates the pods of executors, watches them and reports their ends. Free of
 * Spark.
 *
 * <p>{@link io.podsmith.scheduler.pods.ExecutorPodManager} is what Spark's scheduler backend calls,
 * and {@link io.podsmith.scheduler.pods.report.ExecutorBackend} is what it implements. {@link
 * io.podsmith.scheduler.pods.ExecutorPods} wires the parts. {@link
 * io.podsmith.scheduler.pods.model.ExecutorSpecFactory} builds what is created for an executor.
 *
 * <p>One thread, the {@code EventLoop}, holds all state, so that there are no locks. Requests to
 * the API server run on other threads, and their results come back as events. The packages, from
 * the bottom to the top:
 *
 * <ul>
 *   <li>{@code loop}: the one thread, its clock and its pauses;
 *   <li>{@code model}, {@code settings}, {@code report}: what is known of a pod, what the user has
 *       set, and what is reported to the scheduler, the log and the metrics;
 *   <li>{@code cluster}: every request to the API server, and how its answers are read;
 *   <li>{@code watch}: the {@code ExecutorPodSource} lists and watches pods, and the {@code
 *       ExecutorPodStore} publishes what changed to its subscribers;
 *   <li>{@code growth}: more memory and larger volumes for running executors;
 *   <li>{@code allocation}, {@code direct}, {@code sets}: what all allocators share, and the kinds
 *       of allocators. In {@code direct}, the {@code DirectAllocator} decides how many pods to
 *       create, {@code Attempts} follows each from its first request to its end, and the {@code
 *       ClaimPool} gives volume claims of former executors to new ones;
 *   <li>{@code lifecycle}: the ends of executors; {@code cleanup}: the deletion of pods, and of
 *       everything when the application ends.
 * </ul>
 */
@NullMarked
package io.podsmith.scheduler.pods;

import org.jspecify.annotations.NullMarked;
