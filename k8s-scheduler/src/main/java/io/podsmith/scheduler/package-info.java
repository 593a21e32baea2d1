// SPDX-License-Identifier: Apache-2.0
/**
 * All that touches Spark.
 *
 * <p>Spark looks classes up by its own names; those in {@code org.apache.spark} are empty and
 * inherit from here:
 *
 * <ul>
 *   <li>{@link io.podsmith.scheduler.submit.ClusterApplication} submits a driver, {@link
 *       io.podsmith.scheduler.submit.SubmissionOperation} kills one or tells how it is, {@link
 *       io.podsmith.scheduler.ExitDiagnostics} writes on its pod why it failed;
 *   <li>{@link io.podsmith.scheduler.ClusterManager} is what a {@code SparkContext} finds for a
 *       {@code k8s://} master; it makes the {@link io.podsmith.scheduler.ClusterSchedulerBackend},
 *       which keeps Spark's scheduler and the executor pods in step;
 *   <li>{@link io.podsmith.scheduler.executor.ExecutorProcess} is the {@code main} of an executor.
 * </ul>
 *
 * <p>The rest translates: Spark's settings, resource profiles, files and tokens into what the
 * engine takes, Java into Scala and back.
 */
@NullMarked
package io.podsmith.scheduler;

import org.jspecify.annotations.NullMarked;
