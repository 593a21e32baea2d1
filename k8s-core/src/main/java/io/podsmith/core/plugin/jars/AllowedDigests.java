// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plan.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The jars of plugins that may be loaded, by their digests. */
final class AllowedDigests {
  private final Optional<List<String>> allowed;

  private AllowedDigests(Optional<List<String>> allowed) {
    this.allowed = allowed;
  }

  /** Reads {@code spark.podsmith.steps.allowedDigests}; unless it is set, all jars are allowed. */
  static AllowedDigests of(SparkSettings settings) {
    return new AllowedDigests(
        settings
            .get(PodsmithKeys.STEPS_ALLOWED_DIGESTS)
            .map(all -> all.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList()));
  }

  /** Returns whether there are jars that may not be loaded. */
  boolean areLimited() {
    return allowed.isPresent();
  }

  /**
   * Checks a jar of a plugin, before any of its classes is loaded.
   *
   * @throws PluginLoadException with its digest if it is not allowed
   * @throws IOException if it cannot be read
   */
  void require(Plugin plugin, PluginJar jar) throws IOException {
    if (allowed.isEmpty()) {
      return;
    }
    String digest = Sha256.named(jar.path());
    if (!allowed.get().contains(digest)) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_DIGEST,
          plugin.id(),
          jar.uri(),
          ("plugin %s: %s has the digest %s, which %s does not list; use the jar that was approved, or"
                  + " add the digest if you trust this one")
              .formatted(
                  plugin.id(),
                  ShownUri.of(jar.uri()),
                  digest,
                  PodsmithKeys.STEPS_ALLOWED_DIGESTS.key()),
          null);
    }
  }
}
