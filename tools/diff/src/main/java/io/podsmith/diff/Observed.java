// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What one side did with a settings file.
 *
 * @param lines what it sent to the API server, by place
 * @param failure why it failed, if it did
 */
record Observed(SortedMap<String, String> lines, Optional<Side.Failure> failure) {
  boolean isRejected() {
    return failure.isPresent();
  }

  /** Returns whether the JVM of this side did not do its work, so that nothing can be compared. */
  boolean isBroken() {
    return failure.filter(each -> each.kind() == Side.Failure.Kind.BROKEN).isPresent();
  }

  String said() {
    return failure.map(Side.Failure::message).orElse("accepted");
  }
}
