// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import io.podsmith.testkit.cluster.NodeImage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a node is set up.
 *
 * @param name its name in the cluster
 * @param directory where it keeps everything
 * @param images what stands behind names of images; a key also stands for names that begin with it
 * @param defaultImage what stands behind all other names
 * @param maxPods how many pods it takes
 * @param startupDelay how long a pod's containers stay in creation
 * @param backoff how long the first back-off is; it doubles up to thirty times as much
 * @param apiServer the URL of the API server
 * @param caCert its certificate as PEM, empty over plain HTTP
 * @param labels the labels of the node
 * @param schedulers the names of the schedulers whose pods are placed
 */
public record NodeSettings(
    String name,
    Path directory,
    Map<String, NodeImage> images,
    Optional<NodeImage> defaultImage,
    int maxPods,
    Duration startupDelay,
    Duration backoff,
    URI apiServer,
    String caCert,
    Map<String, String> labels,
    Set<String> schedulers) {
  private static final int BACKOFF_LIMIT = 30;

  /** Returns what stands behind an image: the whole name, else the longest beginning of it. */
  public Optional<NodeImage> image(String name) {
    return images.keySet().stream()
        .filter(name::startsWith)
        .max((one, other) -> Integer.compare(one.length(), other.length()))
        .map(images::get)
        .or(() -> defaultImage);
  }

  /** Returns the pause before the next try after so many tries in vain. */
  public Duration backoffAfter(int tries) {
    long factor =
        tries >= 6 ? BACKOFF_LIMIT : Math.min(BACKOFF_LIMIT, 1L << Math.max(0, tries - 1));
    return backoff.multipliedBy(factor);
  }
}
