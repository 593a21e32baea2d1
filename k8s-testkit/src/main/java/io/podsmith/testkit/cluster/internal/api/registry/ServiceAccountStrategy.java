// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

/** Service accounts. */
final class ServiceAccountStrategy extends Strategy {
  @Override
  public boolean returnsDeleted() {
    return true;
  }
}
