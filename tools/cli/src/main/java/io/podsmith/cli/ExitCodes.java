// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

/** The exit codes of all commands. */
public final class ExitCodes {
  /** The command did what it was run for. */
  public static final int OK = 0;

  /** The command failed, or its options are wrong. */
  public static final int ERROR = 1;

  /** The compared things differ. */
  public static final int DIFFERENT = 2;

  /** A check of a cluster failed. */
  public static final int UNHEALTHY = 3;

  private ExitCodes() {}
}
