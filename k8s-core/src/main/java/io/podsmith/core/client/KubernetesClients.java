package io.podsmith.core.client;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import java.nio.file.Path;
import java.util.Optional;

/** TODO. */
public final class KubernetesClients {
  private KubernetesClients() {}

  /**
   * TODO.
   *
   * @param master the URL of the API server, with or without {@code k8s://}
   * @param authPrefix for example {@code spark.kubernetes.authenticate.submission}
   */
  public static KubernetesClient create(
      String master,
      Optional<String> namespace,
      String authPrefix,
      ClientPurpose purpose,
      SparkSettings settings,
      Optional<Path> defaultCaCert) {
    throw new UnsupportedOperationException();
  }
}
