// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;

/**
 * How long the name of a pod may be for a kubelet to run it.
 *
 * <p>A kubelet keeps the logs of a pod in the directory {@code <namespace>_<name>_<uid>}, and a
 * file name has at most 255 bytes. The API server accepts pods with longer names, but their
 * containers are never created.
 */
public final class PodNames {
  private static final int FILE_NAME = 255;
  private static final int UID = 36;
  private static final int SEPARATORS = 2;
  // "-exec-" and the longest executor id
  private static final int EXECUTOR_SUFFIX = 16;

  private PodNames() {}

  /** Returns the number of characters that the name of a pod may have in a namespace. */
  public static int maxLength(String namespace) {
    return FILE_NAME - UID - SEPARATORS - namespace.length();
  }

  /** Returns the same for what the names of executors begin with. */
  static int maxPrefixLength(String namespace) {
    return maxLength(namespace) - EXECUTOR_SUFFIX;
  }

  /**
   * Checks the name of a pod that a setting gave.
   *
   * @param key the setting
   * @return the name
   */
  public static String require(String key, String name, String namespace) {
    requireLength(key, name, maxLength(namespace), namespace, "");
    return name;
  }

  /** Checks a prefix of executors' names that a setting gave. */
  public static void requirePrefix(String key, String prefix, String namespace) {
    requireLength(key, prefix, maxPrefixLength(namespace), namespace, ", with room for -exec-<id>");
  }

  private static void requireLength(
      String key, String text, int longest, String namespace, String followedBy) {
    if (text.length() > longest) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_NAME,
          key,
          text,
          """
          at most %d characters long in namespace '%s' (it has %d)%s, because the \
          kubelet's directory <namespace>_<pod>_<uid> may have %d"""
              .formatted(longest, namespace, text.length(), followedBy, FILE_NAME),
          "shorten it");
    }
  }
}
