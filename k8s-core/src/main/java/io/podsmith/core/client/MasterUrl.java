// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the API server is.
 *
 * @param url an http or https URL
 */
public record MasterUrl(String url) {
  private static final Logger LOG = LoggerFactory.getLogger(MasterUrl.class);
  private static final String PREFIX = "k8s://";
  private static final String KEY = "spark.master";

  /**
   * Reads a master as users write it: {@code k8s://https://host:port}, {@code k8s://host:port},
   * which means https, or either without {@code k8s://}.
   *
   * @throws InvalidConfigurationException where it is none of these
   */
  public static MasterUrl parse(String master) {
    String stripped = master.startsWith(PREFIX) ? master.substring(PREFIX.length()) : master;
    String url = stripped.contains("://") ? stripped : "https://" + stripped;
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw notAccepted(master);
    }
    if (uri.getUserInfo() != null) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MASTER,
          KEY,
          KEY
              + " contains a user or password, which is not accepted; remove it and authenticate"
              + " with spark.kubernetes.authenticate.* or a kubeconfig");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw notAccepted(master);
    }
    if (scheme.equals("http")) {
      LOG.warn("The API server is reached over plain HTTP: {}", url);
    }
    return new MasterUrl(url);
  }

  private static InvalidConfigurationException notAccepted(String master) {
    return InvalidConfigurationException.of(
        PodsmithError.CONF_MASTER,
        KEY,
        master,
        "the URL of an API server",
        "write k8s://https://<host>:<port>, k8s://http://<host>:<port> or k8s://<host>:<port>");
  }
}
