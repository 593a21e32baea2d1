// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.cli.cluster.EmbeddedTarget;
import io.podsmith.cli.cluster.Target;

/** Runs on the embedded cluster. */
class EmbeddedLiveFieldsIT extends LiveFieldsContract {
  @Override
  Target start() {
    return EmbeddedTarget.start();
  }
}
