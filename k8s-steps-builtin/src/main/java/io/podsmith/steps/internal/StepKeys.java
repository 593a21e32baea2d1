// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import java.util.Optional;

/** Settings of Spark for which upstream has no entry of its own, only prefixes and suffixes. */
public final class StepKeys {
  public static final ConfigEntry<Optional<String>> DRIVER_OAUTH_TOKEN =
      ConfigEntry.key(driver(KeyPrefixes.OAUTH_TOKEN_CONF_SUFFIX))
          .doc(
              "Token with which the driver authenticates to the API server. It is passed to the"
                  + " driver in a Secret.")
          .since("2.3.0")
          .secret()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> DRIVER_OAUTH_TOKEN_FILE =
      file(
          driver(KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX),
          "Local file with the token with which the driver authenticates to the API server."
              + " Its content is passed to the driver in a Secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CLIENT_KEY_FILE =
      file(
          driver(KeyPrefixes.CLIENT_KEY_FILE_CONF_SUFFIX),
          "Local file with the client key of the driver. Its content is passed to the"
              + " driver in a Secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CLIENT_CERT_FILE =
      file(
          driver(KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX),
          "Local file with the client certificate of the driver. Its content is passed to"
              + " the driver in a Secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CA_CERT_FILE =
      file(
          driver(KeyPrefixes.CA_CERT_FILE_CONF_SUFFIX),
          "Local file with the CA certificate with which the driver verifies the API"
              + " server. Its content is passed to the driver in a Secret.");

  public static final ConfigEntry<Optional<String>> MOUNTED_OAUTH_TOKEN_FILE =
      file(
          mounted(KeyPrefixes.OAUTH_TOKEN_FILE_CONF_SUFFIX),
          "File in the driver pod with the token with which the driver authenticates to the"
              + " API server.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CLIENT_KEY_FILE =
      file(
          mounted(KeyPrefixes.CLIENT_KEY_FILE_CONF_SUFFIX),
          "File in the driver pod with the client key of the driver.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CLIENT_CERT_FILE =
      file(
          mounted(KeyPrefixes.CLIENT_CERT_FILE_CONF_SUFFIX),
          "File in the driver pod with the client certificate of the driver.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CA_CERT_FILE =
      file(
          mounted(KeyPrefixes.CA_CERT_FILE_CONF_SUFFIX),
          "File in the driver pod with the CA certificate with which the driver verifies"
              + " the API server.");

  public static final ConfigEntry<Optional<String>> HADOOP_CONFIG_MAP_NAME =
      ConfigEntry.key(Constants.HADOOP_CONFIG_MAP_NAME)
          .doc(
              "Name of the ConfigMap with the Hadoop configuration of executors. Set by the"
                  + " submission for the driver.")
          .since("3.0.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KRB5_CONFIG_MAP_NAME =
      ConfigEntry.key(Constants.KRB5_CONFIG_MAP_NAME)
          .doc(
              "Name of the ConfigMap with the krb5.conf file of executors, if it was created from"
                  + " a file. Set by the submission for the driver.")
          .since("0.1.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> VOLCANO_POD_GROUP_TEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.scheduler.volcano.podGroupTemplateFile")
          .doc(
              "File with the PodGroup of the application for the Volcano scheduler, in YAML"
                  + " or JSON. Podsmith sets its name and namespace.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> VOLCANO_POD_GROUP_TEMPLATE_JSON =
      ConfigEntry.key("spark.kubernetes.scheduler.volcano.podGroupTemplateJson")
          .doc(
              "PodGroup of the application for the Volcano scheduler, in JSON. Ignored if"
                  + " spark.kubernetes.scheduler.volcano.podGroupTemplateFile is set.")
          .since("4.2.0")
          .stringType()
          .optional();

  private StepKeys() {}

  private static String driver(String suffix) {
    return KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + "." + suffix;
  }

  private static String mounted(String suffix) {
    return KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX + "." + suffix;
  }

  private static ConfigEntry<Optional<String>> file(String key, String doc) {
    return ConfigEntry.key(key).doc(doc).since("2.3.0").stringType().optional();
  }
}
