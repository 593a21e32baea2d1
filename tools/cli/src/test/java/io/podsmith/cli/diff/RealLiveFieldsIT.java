// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.cli.cluster.SimulatedTarget;
import io.podsmith.cli.cluster.Target;
import java.util.concurrent.TimeUnit;

/** Runs on a real API server with its admission plugins and scheduler. */
class RealLiveFieldsIT extends LiveFieldsContract {
  @Override
  Target start() {
    return SimulatedTarget.connect();
  }

  @Override
  void prepareNamespace(Target cluster, String name) {
    cluster
        .client()
        .serviceAccounts()
        .inNamespace(name)
        .withName("default")
        .waitUntilCondition(account -> account != null, 60, TimeUnit.SECONDS);
  }
}
