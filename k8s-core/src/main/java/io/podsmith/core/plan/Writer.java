// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.Locale;

/**
 * Who wrote a field.
 *
 * @param kind what it is
 * @param name the id of a step, the file of a template, or the name of the kind
 */
public record Writer(Kind kind, String name) {
  /** The kinds of writers, in the order in which they write. */
  public enum Kind {
    /** The pod template of the role. */
    TEMPLATE,
    /** A feature step. */
    STEP,
    /** Podsmith itself, when all steps have run. */
    ENGINE,
    /** The API server: defaults, admission and webhooks, as a dry run shows them. */
    API_SERVER
  }

  /** Writes {@code engine} and {@code api-server} for those that need no name. */
  public static Writer of(Kind kind) {
    return new Writer(kind, kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * Returns the name under which it is a manager of fields: the id of a step, or the name of the
   * kind.
   */
  public String manager() {
    return kind == Kind.TEMPLATE ? "template" : name;
  }
}
