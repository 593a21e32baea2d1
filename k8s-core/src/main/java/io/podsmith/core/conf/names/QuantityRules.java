// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import java.util.regex.Pattern;

/** The rules of Kubernetes for quantities: cores, memory, sizes of volumes. */
public final class QuantityRules {
  public static final String QUANTITY =
      "a non-negative Kubernetes quantity such as 500m, 2 or 10Gi";

  private static final Pattern PATTERN =
      Pattern.compile(
          "\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");
  private static final Pattern FRACTION = Pattern.compile(".*[num]");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final int KIBIBYTE = 1024;

  private QuantityRules() {}

  public static boolean isQuantity(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** Returns whether a size is one that nobody can mean: a unit is missing, or is that of CPU. */
  public static boolean lacksUnit(String size) {
    boolean isPlain = DIGITS.matcher(size).matches();
    return FRACTION.matcher(size).matches()
        || (isPlain && size.length() < 10 && Integer.parseInt(size) < KIBIBYTE);
  }
}
