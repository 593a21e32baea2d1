// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

class EmbeddedManagedFieldsIT extends ManagedFieldsContract {
  @Override
  TestServer start() {
    return TestServer.embedded();
  }
}
