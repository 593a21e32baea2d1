// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

/** What executor management tells those who watch the application. */
public sealed interface ExecutorNews {
  /** How far the executors are. */
  record Progress(int wanted, int running, int pending, int requested) implements ExecutorNews {}

  /** An executor ended. */
  record Ended(long executorId, ExecutorExit exit) implements ExecutorNews {}

  /** Something keeps the executors of a resource profile from coming. */
  record Delayed(int resourceProfileId, String reason) implements ExecutorNews {}
}
