// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.Locale;

/** The kinds of requests that can be made to fail. */
enum Call {
  CREATE,
  GET,
  LIST,
  WATCH,
  DELETE,
  LABEL,
  /** Requests for objects beside pods. */
  OBJECT;

  /** Returns its name in scripts. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Call of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
