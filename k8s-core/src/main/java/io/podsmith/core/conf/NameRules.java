package io.podsmith.core.conf;

import java.util.regex.Pattern;

/** The rules of Kubernetes for names, labels and annotations. */
public final class NameRules {
  /** The longest DNS label: names of services, values of labels, host names. */
  public static final int MAX_LABEL = 63;

  /** The longest DNS subdomain: names of pods and of most other objects. */
  public static final int MAX_SUBDOMAIN = 253;

  static final String EXECUTOR_POD_NAME_PREFIX =
      "a DNS subdomain name (lower-case letters, digits, '-' and '.', at most 237 characters)";

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  // "-exec-" and the longest executor id
  private static final int EXECUTOR_SUFFIX = 16;

  private NameRules() {}

  static boolean isExecutorPodNamePrefix(String prefix) {
    return prefix.length() + EXECUTOR_SUFFIX <= MAX_SUBDOMAIN
        && SUBDOMAIN.matcher(prefix).matches();
  }
}
