// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

class EmbeddedSavedPlanIT extends SavedPlanContract {
  @Override
  TestServer start() {
    return TestServer.embedded();
  }
}
