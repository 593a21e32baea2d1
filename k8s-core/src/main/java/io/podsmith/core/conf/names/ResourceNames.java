// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes names that are unique to an application and fit for Kubernetes. */
public final class ResourceNames {
  public static final String PREFIX =
      "lower-case letters, digits and '-', starting with a letter and ending with a letter or"
          + " digit";

  private static final Pattern PREFIX_PATTERN = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  private ResourceNames() {}

  /**
   * Makes a prefix for the names of an application's objects: its name in lower case, with hyphens
   * for what names may not hold, and a unique id. A long name is shortened so that a kubelet can
   * run the pods.
   *
   * @param namespace where the pods are created
   * @param ids draws the id
   */
  public static String uniquePrefix(String appName, String namespace, UniqueIds ids) {
    String id = "-%s".formatted(ids.next());
    String name = hyphenated(appName);
    int longest = PodNames.maxPrefixLength(namespace) - id.length();
    String prefix = name.substring(0, Math.min(name.length(), longest)) + id;
    return prefix.replaceAll("-+", "-").replaceAll("^-", "").replaceAll("^[0-9]", "x");
  }

  /** Makes the value of the label {@code spark-app-name}: what is left of a name within a label. */
  public static String appNameLabel(String appName) {
    String name = hyphenated(appName);
    String label = name.substring(0, Math.min(name.length(), NameRules.MAX_LABEL));
    return label.replaceAll("^-", "").replaceAll("-$", "");
  }

  /** Returns whether a prefix that the user gave suits all names that begin with it. */
  public static boolean isPrefix(String prefix) {
    return PREFIX_PATTERN.matcher(prefix).matches();
  }

  private static String hyphenated(String appName) {
    return appName
        .trim()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9\\-]", "-")
        .replaceAll("-+", "-");
  }
}
