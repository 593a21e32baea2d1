// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Collects what is logged while it is open. */
public final class Logged implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  /** Begins to collect. */
  public Logged() {
    System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
  }

  /** Returns what was logged so far. */
  public String text() {
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
