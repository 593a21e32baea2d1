// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.util.HashMap;
import java.util.Map;

/** The embedded cluster, on which the image {@code spark} has a shell. */
public record EmbeddedTarget(EmbeddedCluster cluster) implements Target {
  public static EmbeddedTarget start() {
    return new EmbeddedTarget(EmbeddedCluster.builder().image("spark", NodeImage.shell()).start());
  }

  @Override
  public KubernetesClient client() {
    return cluster.client();
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(cluster.sparkProperties());
    settings.remove("spark.kubernetes.namespace");
    return settings;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
