// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a step comes from.
 *
 * @param owner the plugin's id, or {@link #CLASS_PATH}
 * @param jar the jar or folder that holds the class
 * @param loader the context class loader of calls into the step
 * @param className the class of its factory, or of the step if a setting lists its class
 */
public record StepSource(String owner, String jar, ClassLoader loader, String className) {
  public static final String CLASS_PATH = "classpath";

  private static final String BUILT_IN = "io.podsmith.steps.";

  /** Returns whether a class is that of a step which Podsmith brings. */
  public static boolean isBuiltIn(String className) {
    return className.startsWith(BUILT_IN);
  }

  public static StepSource ofClassPath(Class<?> type, ClassLoader loader) {
    return new StepSource(CLASS_PATH, locationOf(type), loader, type.getName());
  }

  public static StepSource ofPlugin(Plugin plugin, Class<?> type, ClassLoader loader) {
    String location = locationOf(type);
    String jar =
        plugin.jars().stream()
            .filter(j -> j.path().toString().equals(location))
            .map(PluginJar::uri)
            .findFirst()
            .orElse(location);
    return new StepSource(plugin.id(), jar, loader, type.getName());
  }

  /** Returns whether the class is from a plugin and not from the classpath. */
  public boolean isOfPlugin() {
    return !owner.equals(CLASS_PATH);
  }

  /** Returns the place in few words, as logs show it. */
  public String origin() {
    String file = jar.substring(jar.lastIndexOf('/') + 1);
    String shown = file.isEmpty() ? jar : file;
    return isOfPlugin() ? "plugin " + owner + " (" + shown + ")" : "classpath (" + shown + ")";
  }

  /** Returns the place with the whole path, for errors about two of a kind. */
  public String wholeOrigin() {
    return owner.equals(CLASS_PATH) ? jar + " on the classpath" : jar + " of plugin " + owner;
  }

  private static String locationOf(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(Objects::toString)
        .map(StepSource::pathOf)
        .orElse("the Java runtime");
  }

  private static String pathOf(String location) {
    try {
      URI uri = new URI(location);
      return "file".equals(uri.getScheme()) ? Path.of(uri).toString() : location;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return location;
    }
  }
}
