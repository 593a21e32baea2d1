// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

/** The conformance cases on the embedded server. */
class EmbeddedApiConformanceIT extends ApiConformance {
  @Override
  ApiTarget open() {
    return new EmbeddedTarget();
  }
}
