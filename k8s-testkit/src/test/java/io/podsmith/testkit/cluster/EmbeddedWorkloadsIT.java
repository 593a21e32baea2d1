// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

/** Workloads on the embedded server. */
class EmbeddedWorkloadsIT extends WorkloadConformance {
  @Override
  ApiTarget open() {
    return new EmbeddedTarget();
  }
}
