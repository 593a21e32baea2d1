// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.core.plugin.jars.PluginManifest;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin apart from Spark, the engine and other plugins.
 *
 * <p>A class comes from one of three places and from nowhere else: those in a shared package from
 * the engine, all others from the plugin's jars, and what these do not have from the Java platform.
 */
final class PluginClassLoader extends URLClassLoader {
  /** What plugins and the engine have in common. Each ends in a dot, so that no sibling matches. */
  static final List<String> SHARED_PACKAGES =
      List.of(
          "io.podsmith.api.",
          "io.fabric8.kubernetes.api.",
          "org.slf4j.",
          "org.jspecify.",
          "org.apiguardian.");

  private static final List<String> SHARED_FOLDERS =
      SHARED_PACKAGES.stream().map(p -> p.replace('.', '/')).toList();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader shared;

  /**
   * Opens jars.
   *
   * @param pluginId also the name of the loader, which stack traces show
   * @param jars the plugin's jars
   * @param shared knows the shared packages
   */
  PluginClassLoader(String pluginId, URL[] jars, ClassLoader shared) {
    super(pluginId, jars, getPlatformClassLoader());
    this.shared = shared;
  }

  static boolean isShared(String className) {
    return SHARED_PACKAGES.stream().anyMatch(className::startsWith);
  }

  /** Returns whether an entry of a jar lies in a shared package. */
  static boolean isSharedFile(String path) {
    return SHARED_FOLDERS.stream().anyMatch(path::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return shared.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      // the JVM links a class at its first use, whatever the parameter says
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findHereThenInPlatform(name) : loaded;
    }
  }

  /** Gives packages the version of the plugin, if its manifest has one. */
  @Override
  protected Package definePackage(String name, Manifest manifest, @Nullable URL url) {
    Optional<String> version = PluginManifest.of(manifest).version();
    if (version.isEmpty()) {
      return super.definePackage(name, manifest, url);
    }
    Manifest versioned = new Manifest(manifest);
    versioned.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version.get());
    return super.definePackage(name, versioned, url);
  }

  private Class<?> findHereThenInPlatform(String name) throws ClassNotFoundException {
    // the JVM refuses to define java.* from a jar
    if (!name.startsWith("java.")) {
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        // not of the plugin
      }
    }
    return getParent().loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    if (isSharedFile(name)) {
      return shared.getResource(name);
    }
    URL own = findResource(name);
    return own == null ? getParent().getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (isSharedFile(name)) {
      return shared.getResources(name);
    }
    List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
    found.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(found);
  }
}
