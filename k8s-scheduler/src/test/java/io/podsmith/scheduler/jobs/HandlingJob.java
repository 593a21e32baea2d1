// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

/** Handles the failure of its job, and ends as if all were well. */
public final class HandlingJob {
  private HandlingJob() {}

  public static void main(String[] args) {
    try {
      SumJob.main(args);
    } catch (Exception e) { // Scala declares no exceptions
      System.out.println("Handled: " + e.getMessage());
    }
  }
}
