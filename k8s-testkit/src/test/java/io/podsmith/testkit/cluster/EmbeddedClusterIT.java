package io.podsmith.testkit.cluster;

/** The embedded node on the embedded API server. */
class EmbeddedClusterIT extends NodeContract {
  @Override
  EmbeddedCluster.Builder builder() {
    return EmbeddedCluster.builder();
  }
}
