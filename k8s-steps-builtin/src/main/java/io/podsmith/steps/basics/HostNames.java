package io.podsmith.steps.basics;

import io.podsmith.core.conf.NameRules;

/** Host names of executors. */
final class HostNames {
  private HostNames() {}

  /**
   * Makes a host name, one DNS label, of a pod's name, which may be longer and hold dots. The end
   * is kept: it holds the executor's id.
   */
  static String of(String podName) {
    return podName
        .substring(Math.max(0, podName.length() - NameRules.MAX_LABEL))
        .replaceAll("[^a-zA-Z0-9-]", "-")
        .replaceAll("^-+", "");
  }
}
