// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A client for a submission.
 *
 * @param isOurs whether it is closed with the lease, and not by the caller who passed it
 */
record ClientLease(KubernetesClient client, boolean isOurs) implements AutoCloseable {
  @Override
  public void close() {
    if (isOurs) {
      client.close();
    }
  }
}
