// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A jar of a plugin.
 *
 * @param uri where the user says it is
 * @param path the file on this machine that it is loaded from
 * @param isCarried whether a driver cannot reach it by itself, so that it has to be carried there
 * @param signature the signature that came with it to the driver, or that was verified, in Base64
 *     for URLs
 */
public record PluginJar(String uri, Path path, boolean isCarried, Optional<String> signature) {
  public PluginJar(String uri, Path path, boolean isCarried) {
    this(uri, path, isCarried, Optional.empty());
  }

  /** Returns the name of the file as the user knows it. */
  String name() {
    String plain = uri.contains("#") ? uri.substring(0, uri.indexOf('#')) : uri;
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  /** Returns whether the jar is where the user named it, so that other files may be beside it. */
  boolean isHere() {
    return isCarried || uri.startsWith("local:");
  }

  PluginJar withPath(Path file) {
    return new PluginJar(uri, file, isCarried, signature);
  }

  PluginJar withSignature(String verified) {
    return new PluginJar(uri, path, isCarried, Optional.of(verified));
  }
}
