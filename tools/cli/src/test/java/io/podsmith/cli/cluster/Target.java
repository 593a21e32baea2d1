// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** A cluster to run commands against, whichever it is. */
public interface Target extends AutoCloseable {
  /** Returns a client with all permissions. */
  KubernetesClient client();

  /** Returns the settings with which to connect, without a namespace. */
  Map<String, String> settings();

  @Override
  void close();
}
