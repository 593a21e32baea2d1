// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

class EmbeddedExplainIT extends ExplainContract {
  @Override
  TestServer start() {
    return TestServer.embedded();
  }
}
