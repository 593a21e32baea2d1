// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest of a plugin's jar says about the plugin. The Maven plugin writes these entries;
 * jars of other build tools may lack them.
 *
 * @param api the version of the contract that the jar was compiled against, as written
 * @param id the id of the plugin
 * @param version the version of the plugin, else {@code Implementation-Version}
 */
public record PluginManifest(Optional<String> api, Optional<String> id, Optional<String> version) {
  public static final String API = "Podsmith-Api";
  public static final String ID = "Podsmith-Plugin-Id";
  public static final String VERSION = "Podsmith-Plugin-Version";

  private static final Pattern PLUGIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");

  /** Returns the entries of a manifest; none if the jar has no manifest. */
  public static PluginManifest of(@Nullable Manifest manifest) {
    Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
    return new PluginManifest(
        value(main, API),
        value(main, ID),
        value(main, VERSION).or(() -> value(main, Attributes.Name.IMPLEMENTATION_VERSION)));
  }

  /**
   * Returns the entries of a jar; none if it has no manifest.
   *
   * @throws IOException if the manifest cannot be read
   */
  public static PluginManifest of(JarFile jar) throws IOException {
    return of(JarLimits.manifest(jar).orElse(null));
  }

  /** Returns the entries of a jar; none if the file cannot be read as a jar. */
  public static PluginManifest of(Path jar) {
    try (JarFile file = JarLimits.open(jar)) {
      return of(file);
    } catch (IOException | SecurityException e) {
      // whoever loads its classes reports that
      return of((Manifest) null);
    }
  }

  /** Returns whether a text can be the id of a plugin, which becomes part of keys and paths. */
  public static boolean isPluginId(String text) {
    return PLUGIN_ID.matcher(text).matches();
  }

  /**
   * Rejects a jar that was compiled against a newer contract, before any of its classes is loaded.
   *
   * @param plugin the id of the plugin
   * @param jar the jar as the user named it
   * @throws PluginLoadException if the jar requires a newer version, or its version is not one
   */
  public void requireContract(String plugin, String jar) {
    if (api.isEmpty()) {
      return;
    }
    ContractVersion required =
        ContractVersion.parse(api.get())
            .orElseThrow(
                () ->
                    failure(
                        plugin,
                        jar,
                        ("has %s '%s' in its manifest, which must be the version of k8s-api that it"
                                + " was compiled against, such as %s; build it with"
                                + " podsmith-maven-plugin")
                            .formatted(API, api.get(), ContractVersion.CURRENT)));
    if (required.compareTo(ContractVersion.CURRENT) > 0) {
      throw failure(
          plugin,
          jar,
          ("requires version %s of Podsmith's contract, but this Podsmith has version %s; install"
                  + " Podsmith %1$s or later, or use a version of the plugin that was compiled"
                  + " against k8s-api %2$s")
              .formatted(required, ContractVersion.CURRENT));
    }
  }

  private PluginLoadException failure(String plugin, String jar, String what) {
    String name = version.map(number -> "%s %s".formatted(plugin, number)).orElse(plugin);
    return new PluginLoadException(
        PodsmithError.PLUGIN_API, plugin, jar, "plugin %s: %s %s".formatted(name, jar, what), null);
  }

  private static Optional<String> value(Attributes main, String name) {
    return value(main, new Attributes.Name(name));
  }

  private static Optional<String> value(Attributes main, Attributes.Name name) {
    return Optional.ofNullable(main.getValue(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
