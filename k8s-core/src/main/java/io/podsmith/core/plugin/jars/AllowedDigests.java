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
public final class AllowedDigests {
  private final Optional<List<String>> allowed;

  private AllowedDigests(Optional<List<String>> allowed) {
    this.allowed = allowed;
  }

  /** Reads {@code spark.podsmith.steps.allowedDigests}; unless it is set, all jars are allowed. */
  public static AllowedDigests of(SparkSettings settings) {
    return new AllowedDigests(
        settings
            .get(PodsmithKeys.STEPS_ALLOWED_DIGESTS)
            .map(all -> all.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList()));
  }

  /**
   * Checks all jars of a plugin, before any of its classes is loaded.
   *
   * @throws PluginLoadException that names the first jar which is not allowed, with its digest
   */
  public void require(Plugin plugin) {
    allowed.ifPresent(digests -> plugin.jars().forEach(jar -> require(plugin, jar, digests)));
  }

  private static void require(Plugin plugin, PluginJar jar, List<String> digests) {
    String digest;
    try {
      digest = Sha256.named(jar.path());
    } catch (IOException e) {
      throw plugin.unreadable(jar, e);
    }
    if (!digests.contains(digest)) {
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
