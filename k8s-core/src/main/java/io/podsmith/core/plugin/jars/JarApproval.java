// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.util.Optional;

/**
 * Decides which jars may be loaded: by their digests, their signatures, or both.
 *
 * <p>If there is such a rule, jars are copied to a directory of this process, checked there, and
 * loaded from there: a jar that is replaced between its check and its use would escape the check.
 */
public final class JarApproval {
  private final AllowedDigests digests;
  private final Optional<JarSignatures> signatures;
  private final JarCache cache;

  private JarApproval(AllowedDigests digests, Optional<JarSignatures> signatures, JarCache cache) {
    this.digests = digests;
    this.signatures = signatures;
    this.cache = cache;
  }

  /**
   * Reads the rules.
   *
   * @param files reads the keys, and signatures of jars that are not on this machine
   * @param cache for copies of jars
   * @throws io.podsmith.api.error.InvalidConfigurationException if a key cannot be used
   */
  public static JarApproval of(SparkSettings settings, FileStaging files, JarCache cache) {
    return new JarApproval(AllowedDigests.of(settings), JarSignatures.of(settings, files), cache);
  }

  /**
   * Checks all jars of a plugin, before any of its classes is loaded.
   *
   * @return the plugin to load, whose jars have their signatures if those are required
   * @throws PluginLoadException that names the first jar which is not allowed
   */
  public Plugin approve(Plugin plugin) {
    if (!digests.areLimited() && signatures.isEmpty()) {
      return plugin;
    }
    return new Plugin(
        plugin.id(), plugin.jars().stream().map(jar -> approve(plugin, jar)).toList());
  }

  private PluginJar approve(Plugin plugin, PluginJar jar) {
    PluginJar copy;
    try {
      copy = jar.withPath(cache.copy(jar.name(), jar.path()));
      digests.require(plugin, copy);
      return signatures.isPresent()
          ? copy.withSignature(signatures.get().verified(plugin, jar, copy.path()))
          : copy;
    } catch (IOException e) {
      throw plugin.unreadable(jar, e);
    }
  }

  /**
   * Returns the value that {@code spark.podsmith.steps.signatures.publicKey} has in the driver,
   * which need not have the file that the submitter named; empty if it is the same.
   */
  public Optional<String> keysForDriver() {
    return signatures.flatMap(JarSignatures::keysForDriver);
  }
}
