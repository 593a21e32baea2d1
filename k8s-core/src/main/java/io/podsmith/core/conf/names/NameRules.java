// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of Kubernetes for names, labels, annotations and environment variables.
 *
 * <p>What is refused here the API server refuses as well, or it is the name of an object that
 * cannot exist, for which a pod would wait forever. Knowing it beforehand gives one clear error
 * before anything is created.
 */
public final class NameRules {
  /** The longest DNS label: names of services, values of labels, host names. */
  public static final int MAX_LABEL = 63;

  /** The longest DNS subdomain: names of pods and of most other objects. */
  public static final int MAX_SUBDOMAIN = 253;

  public static final String DNS_LABEL =
      "a DNS label (lower-case letters, digits and '-', starting and ending with a letter or digit,"
          + " at most 63 characters)";
  public static final String DNS_SUBDOMAIN =
      "a DNS subdomain name (lower-case letters, digits, '-' and '.', each part starting and ending"
          + " with a letter or digit, at most 253 characters)";
  public static final String QUALIFIED_NAME =
      "[prefix/]name, the name of letters, digits, '-', '_' and '.', starting and ending with a"
          + " letter or digit, at most 63 characters, the prefix a DNS subdomain";
  public static final String LABEL_VALUE =
      "empty, or letters, digits, '-', '_' and '.', starting and ending with a letter or digit,"
          + " at most 63 characters";
  public static final String DATA_KEY =
      "a key in a secret or ConfigMap (letters, digits, '-', '_' and '.', at most 253 characters)";
  public static final String ENVIRONMENT_NAME = "printable ASCII characters other than '='";
  public static final String EXECUTOR_POD_NAME_PREFIX =
      "a DNS subdomain name (lower-case letters, digits, '-' and '.', at most 237 characters)";

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern DATA = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final Pattern ENVIRONMENT = Pattern.compile("[ -~&&[^=]]+");
  // "-exec-" and the longest executor id
  private static final int EXECUTOR_SUFFIX = 16;

  private NameRules() {}

  /** Returns whether text is a DNS label: the name of a namespace, a volume or a container. */
  public static boolean isDnsLabel(String text) {
    return text.length() <= MAX_LABEL && LABEL_PATTERN.matcher(text).matches();
  }

  /** Returns whether text is the name of a service: a DNS label that begins with a letter. */
  public static boolean isServiceName(String text) {
    return text.length() <= MAX_LABEL && SERVICE.matcher(text).matches();
  }

  /** Returns whether text is a DNS subdomain: the name of a pod, secret, ConfigMap or claim. */
  public static boolean isDnsSubdomain(String text) {
    return text.length() <= MAX_SUBDOMAIN && SUBDOMAIN.matcher(text).matches();
  }

  /** Returns whether text is the key of a label: a name with or without a prefix and a slash. */
  public static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    return (slash < 0 || isDnsSubdomain(text.substring(0, slash)))
        && name.length() <= MAX_LABEL
        && NAME.matcher(name).matches();
  }

  /**
   * Returns whether text is the key of an annotation: as for labels, but capitals do not matter.
   */
  public static boolean isAnnotationKey(String text) {
    return isLabelKey(text.toLowerCase(Locale.ROOT));
  }

  /** Returns whether text is the value of a label. */
  public static boolean isLabelValue(String text) {
    return text.isEmpty() || (text.length() <= MAX_LABEL && NAME.matcher(text).matches());
  }

  /** Returns whether text is the name of an environment variable. */
  public static boolean isEnvironmentName(String text) {
    return ENVIRONMENT.matcher(text).matches();
  }

  /**
   * Checks the name of a namespace.
   *
   * @param key the setting that gave it
   * @return the name
   */
  public static String requireNamespace(String key, String name) {
    return require(isDnsLabel(name), key, name, DNS_LABEL, "use the name of a namespace");
  }

  /**
   * Checks the name of a pod, secret, ConfigMap or claim.
   *
   * @param key the setting that gave it
   * @return the name
   */
  public static String requireName(String key, String name) {
    return require(isDnsSubdomain(name), key, name, DNS_SUBDOMAIN, "change the name");
  }

  /** Returns whether text can be the key of a secret's or ConfigMap's data. */
  public static boolean isDataKey(String text) {
    return text.length() <= MAX_SUBDOMAIN
        && DATA.matcher(text).matches()
        && !text.equals(".")
        && !text.startsWith("..");
  }

  /** Checks the key of a secret's or ConfigMap's data that a setting gave. */
  public static void requireDataKey(String key, String name) {
    require(isDataKey(name), key, name, DATA_KEY, "change the key");
  }

  /** Checks the key of a label that a setting gave as its value. */
  public static void requireLabelKey(String key, String label) {
    require(isLabelKey(label), key, label, QUALIFIED_NAME, "change the key of the label");
  }

  /** Checks the value of a label that a setting gave as its value. */
  public static void requireLabelValue(String key, String value) {
    require(isLabelValue(value), key, value, LABEL_VALUE, "change the value of the label");
  }

  public static boolean isExecutorPodNamePrefix(String prefix) {
    return prefix.length() + EXECUTOR_SUFFIX <= MAX_SUBDOMAIN
        && SUBDOMAIN.matcher(prefix).matches();
  }

  /** Checks a label that the setting {@code prefix + label} gave. */
  public static void requireLabel(String prefix, String label, String value) {
    requireInKey(isLabelKey(label), prefix, label, "the key of a label", QUALIFIED_NAME);
    require(
        isLabelValue(value), prefix + label, value, LABEL_VALUE, "change the value of the label");
  }

  /** Checks the key of an annotation that the setting {@code prefix + annotation} gave. */
  public static void requireAnnotation(String prefix, String annotation) {
    requireInKey(
        isAnnotationKey(annotation),
        prefix,
        annotation,
        "the key of an annotation",
        QUALIFIED_NAME);
  }

  /** Checks the name of a variable that the setting {@code prefix + name} gave. */
  public static void requireEnvironmentName(String prefix, String name) {
    requireInKey(
        isEnvironmentName(name),
        prefix,
        name,
        "the name of an environment variable",
        ENVIRONMENT_NAME);
  }

  /** Checks a name that stands in the setting {@code prefix + name} itself. */
  public static void requireNameInKey(String prefix, String name, String what) {
    requireInKey(isDnsSubdomain(name), prefix, name, what, DNS_SUBDOMAIN);
  }

  private static String require(
      boolean accepted, String key, String value, String words, String fix) {
    if (!accepted) {
      throw InvalidConfigurationException.of(PodsmithError.CONF_NAME, key, value, words, fix);
    }
    return value;
  }

  private static void requireInKey(
      boolean accepted, String prefix, String name, String what, String words) {
    if (!accepted) {
      String key = prefix + name;
      throw new InvalidConfigurationException(
          PodsmithError.CONF_NAME,
          key,
          key + ": '" + name + "' is " + what + " and must be " + words + "; rename the setting");
    }
  }
}
