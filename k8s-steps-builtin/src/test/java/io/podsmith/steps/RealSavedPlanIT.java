// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

/** Runs on a real control plane with simulated nodes. */
class RealSavedPlanIT extends SavedPlanContract {
  @Override
  TestServer start() {
    return TestServer.simulated();
  }
}
