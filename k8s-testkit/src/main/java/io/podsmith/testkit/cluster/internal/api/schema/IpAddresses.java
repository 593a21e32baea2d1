// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.util.regex.Pattern;

/** Tells addresses from other texts, without asking a name server. */
public final class IpAddresses {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern V6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{2,39}");

  private IpAddresses() {}

  public static boolean isValid(String text) {
    return V4.matcher(text).matches() || V6.matcher(text).matches();
  }
}
