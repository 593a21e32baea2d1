// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import java.util.Optional;

/**
 * What came of building an executor on the submitting machine.
 *
 * @param executor the executor, empty where only the driver can build one
 * @param unknown why there is none, a sentence that may repeat values of settings; else empty
 */
record TrialResult(Optional<ExecutorSpec> executor, String unknown) {
  static TrialResult of(ExecutorSpec executor) {
    return new TrialResult(Optional.of(executor), "");
  }

  static TrialResult unknown(String why) {
    return new TrialResult(Optional.empty(), why);
  }
}
