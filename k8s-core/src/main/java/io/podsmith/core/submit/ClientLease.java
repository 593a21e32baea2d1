// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A client, to be closed here or by the one who gave it. */
record ClientLease(KubernetesClient client, boolean isOurs) implements AutoCloseable {
  @Override
  public void close() {
    if (isOurs) {
      client.close();
    }
  }
}
