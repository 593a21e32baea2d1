// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import io.podsmith.testkit.cluster.EmbeddedCluster;
import org.apiguardian.api.API;

/**
 * Configures the cluster of a {@link PodsmithTest}. Implementations have a constructor without
 * parameters.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ClusterOptions {
  /**
   * Configures the cluster before it starts. Called once per cluster.
   *
   * @param builder a builder with the default image {@link
   *     io.podsmith.testkit.cluster.NodeImage#idle()}
   * @return the builder of the cluster
   */
  EmbeddedCluster.Builder configure(EmbeddedCluster.Builder builder);
}
