// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

class EmbeddedDryRunIT extends DryRunContract {
  @Override
  ApiServerUnderTest start() {
    return new EmbeddedApi();
  }
}
