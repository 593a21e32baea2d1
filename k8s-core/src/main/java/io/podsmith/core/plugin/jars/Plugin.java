// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Jars that are loaded together, apart from everything else.
 *
 * @param id the name of the plugin's directory; of a single jar the id in its manifest, else its
 *     name without {@code .jar}
 * @param jars at least one, in the order in which classes are looked up
 */
public record Plugin(String id, List<PluginJar> jars) {
  public Plugin {
    jars = List.copyOf(jars);
  }

  /** Says that one of the jars cannot be read. */
  public PluginLoadException unreadable(PluginJar jar, Exception cause) {
    return new PluginLoadException(
        PodsmithError.PLUGIN_JAR,
        id,
        jar.uri(),
        "plugin %s: %s cannot be read as a jar: %s; rebuild the jar or copy it again"
            .formatted(id, jar.uri(), cause),
        cause);
  }

  /** Returns all jars as the user named them. */
  public String jarNames() {
    return jars.stream().map(PluginJar::uri).collect(Collectors.joining(", "));
  }
}
