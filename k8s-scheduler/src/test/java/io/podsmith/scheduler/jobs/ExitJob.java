// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

/** Ends with the exit code that it is given, and never asks for executors. */
public final class ExitJob {
  private ExitJob() {}

  public static void main(String[] args) {
    System.exit(Integer.parseInt(args[0]));
  }
}
