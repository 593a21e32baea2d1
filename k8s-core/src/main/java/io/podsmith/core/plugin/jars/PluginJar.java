// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import java.nio.file.Path;

/**
 * A jar of a plugin.
 *
 * @param uri where the user says it is
 * @param path the file on this machine that it is loaded from
 * @param isCarried whether a driver cannot reach it by itself, so that it has to be carried there
 */
public record PluginJar(String uri, Path path, boolean isCarried) {
  /** Returns the name of the file as the user knows it. */
  String name() {
    String plain = uri.contains("#") ? uri.substring(0, uri.indexOf('#')) : uri;
    return plain.substring(plain.lastIndexOf('/') + 1);
  }
}
