// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

/** Runs on a real control plane with simulated nodes. */
class RealManagedFieldsIT extends ManagedFieldsContract {
  @Override
  TestServer start() {
    return TestServer.simulated();
  }
}
