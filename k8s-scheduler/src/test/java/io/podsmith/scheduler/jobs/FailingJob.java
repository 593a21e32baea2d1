// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

/** Fails before it asks for a context. */
public final class FailingJob {
  private FailingJob() {}

  public static void main(String[] args) {
    throw new IllegalStateException("the input is missing");
  }
}
