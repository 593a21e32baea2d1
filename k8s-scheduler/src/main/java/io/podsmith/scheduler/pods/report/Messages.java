// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import java.util.regex.Pattern;

/** Compares messages regardless of the names and numbers in them. */
public final class Messages {
  private static final Pattern VARYING = Pattern.compile("\"[^\"]*\"|[0-9]+|pod [a-z0-9.-]+");

  private Messages() {}

  /** Returns a message without the names and numbers in it. */
  public static String fingerprint(String message) {
    return VARYING.matcher(message).replaceAll("#");
  }
}
