/**
 * The pods of executors: asking for them, following them, and taking note of their end.
 *
 * <p>Free of Spark: {@link io.podsmith.scheduler.pods.ExecutorPodManager} is the door, through
 * which Spark's scheduler backend says how many executors it wants, and {@link
 * io.podsmith.scheduler.pods.ExecutorBackend} is what it is told in turn.
 */
@NullMarked
package io.podsmith.scheduler.pods;

import org.jspecify.annotations.NullMarked;
