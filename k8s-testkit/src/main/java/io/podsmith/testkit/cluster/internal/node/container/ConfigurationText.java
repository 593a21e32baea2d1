// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Translates the paths in files of ConfigMaps, where that is right. */
final class ConfigurationText {
  /**
   * Settings that a driver hands to its executors, which translate them themselves. The template is
   * the exception: the driver reads it.
   */
  private static final Pattern OF_EXECUTORS =
      Pattern.compile(
          "\\s*spark\\.(executor\\.|executorEnv\\."
              + "|kubernetes\\.executor\\.(?!podTemplateFile)"
              + "|kubernetes\\.driver\\.volumes\\..*\\.mount\\.).*",
          Pattern.DOTALL);

  private ConfigurationText() {}

  /** Returns the bytes of the file as the container is to see them. */
  static byte[] translate(String fileName, byte[] content, PathMap paths) {
    if (fileName.endsWith(".yaml") || fileName.endsWith(".yml")) {
      return content; // describes other pods, with paths of theirs
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      return content;
    }
    String translated =
        fileName.endsWith(".properties") ? properties(text, paths) : paths.translate(text);
    return translated.getBytes(StandardCharsets.UTF_8);
  }

  private static String properties(String text, PathMap paths) {
    StringBuilder out = new StringBuilder(text.length() + 256);
    for (String line : text.split("(?<=\n)", -1)) {
      out.append(OF_EXECUTORS.matcher(line).matches() ? line : paths.translate(line));
    }
    return out.toString();
  }
}
