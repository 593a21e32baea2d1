package io.podsmith.scheduler.pods.report;

import java.util.regex.Pattern;

/** Tells messages that say the same of different things from messages that say something else. */
public final class Wording {
  private static final Pattern VARYING = Pattern.compile("\"[^\"]*\"|[0-9]+|pod [a-z0-9.-]+");

  private Wording() {}

  /** Returns a message without the names and numbers in it. */
  public static String essence(String message) {
    return VARYING.matcher(message).replaceAll("#");
  }
}
