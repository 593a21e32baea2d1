// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param check what was checked, for example {@code namespace}
 * @param message what was found; no full stop
 * @param fix what to do about it; empty if nothing is to be done
 */
record Finding(Level level, String check, String message, Optional<String> fix) {
  /** How bad it is. */
  enum Level {
    /** As it should be. */
    OK("ok"),
    /** The job may run, with less than it could have; or it could not be checked. */
    WARN("warn"),
    /** The job cannot run. */
    FAIL("fail");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("level", level.word());
    tree.put("check", check);
    tree.put("message", message);
    fix.ifPresent(text -> tree.put("fix", text));
    return tree;
  }
}
