/**
 * The pods of executors: asking for them, following them, and taking note of their end. Free of
 * Spark.
 *
 * <p>{@link io.podsmith.scheduler.pods.ExecutorPodManager} is the door, through which Spark's
 * scheduler backend says how many executors it wants, and {@link
 * io.podsmith.scheduler.pods.report.ExecutorBackend} is what it is told in turn. {@link
 * io.podsmith.scheduler.pods.model.ExecutorSpecFactory} builds what is created for an executor.
 *
 * <p>Behind the door one thread, the {@code EventLoop}, holds all state, so that there are no
 * locks; requests to the API server run on threads beside it and come back as events. News of pods
 * enter through the {@code ExecutorPodSource} (a watch that begins with all there is, and a list
 * now and then) and go to the {@code ExecutorPodStore}, which keeps a few fields of each pod (an
 * {@code ExecutorPod}, read by {@code PodDocument}) and hands what changed to its subscribers:
 *
 * <ul>
 *   <li>the {@code ExecutorAllocator}, of which {@code DirectAllocator} creates pods. How many
 *       requests it has under way is for the {@code CreateWindow} to say, what one request does for
 *       the {@code PodCreator}, when to try again after a refusal for the {@code RefusalLog}. What
 *       was cut short waits in an {@code AttemptQueue};
 *   <li>the {@code ExecutorLifecycle}, which tells the scheduler why executors ended ({@code
 *       ExitReasons}) and has their pods deleted by the {@code PodDeleter};
 *   <li>the {@code ClaimPool}, which gives volume claims of executors that are gone to new ones;
 *   <li>the {@code MemoryGrower}, which gives more memory to executors that come close to their
 *       limit. The {@code ClaimGrower} has their volumes grow. Both act only when they are told to.
 * </ul>
 *
 * <p>{@code ClusterCleanup} leaves nothing behind at the end. {@code ClusterApi} is all that is
 * asked of the API server; {@code HttpClusterApi} asks it. What must be there before the first
 * executor is created by {@code PatientCreate}.
 */
@NullMarked
package io.podsmith.scheduler.pods;

import org.jspecify.annotations.NullMarked;
