// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.podsmith.core.conf.names.NameRules;
import java.util.regex.Pattern;

/** Host names of executors. */
final class HostNames {
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-zA-Z0-9-]");
  private static final Pattern LEADING = Pattern.compile("^-+");

  private HostNames() {}

  /**
   * Makes a host name, one DNS label, of a pod's name, which may be longer and hold dots. The end
   * is kept: it holds the executor's id.
   */
  static String of(String podName) {
    String end = podName.substring(Math.max(0, podName.length() - NameRules.MAX_LABEL));
    return LEADING.matcher(NOT_ALLOWED.matcher(end).replaceAll("-")).replaceAll("");
  }
}
