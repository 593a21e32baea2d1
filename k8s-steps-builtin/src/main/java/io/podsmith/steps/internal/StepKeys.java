package io.podsmith.steps.internal;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.Constants;
import java.util.Optional;

/** Settings of Spark for which upstream has no entry of its own, only prefixes and suffixes. */
public final class StepKeys {
  public static final ConfigEntry<Optional<String>> DRIVER_OAUTH_TOKEN =
      ConfigEntry.key(driver(ConfigKeys.OAUTH_TOKEN_CONF_SUFFIX))
          .doc("Token with which the driver talks to the API server; carried in a secret.")
          .since("2.3.0")
          .secret()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> DRIVER_OAUTH_TOKEN_FILE =
      file(
          driver(ConfigKeys.OAUTH_TOKEN_FILE_CONF_SUFFIX),
          "File of this machine with the token with which the driver talks to the API server;"
              + " carried in a secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CLIENT_KEY_FILE =
      file(
          driver(ConfigKeys.CLIENT_KEY_FILE_CONF_SUFFIX),
          "File of this machine with the driver's client key; carried in a secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CLIENT_CERT_FILE =
      file(
          driver(ConfigKeys.CLIENT_CERT_FILE_CONF_SUFFIX),
          "File of this machine with the driver's client certificate; carried in a secret.");

  public static final ConfigEntry<Optional<String>> DRIVER_CA_CERT_FILE =
      file(
          driver(ConfigKeys.CA_CERT_FILE_CONF_SUFFIX),
          "File of this machine with the certificate by which the driver knows the API server;"
              + " carried in a secret.");

  public static final ConfigEntry<Optional<String>> MOUNTED_OAUTH_TOKEN_FILE =
      file(
          mounted(ConfigKeys.OAUTH_TOKEN_FILE_CONF_SUFFIX),
          "File in the driver's pod with the token.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CLIENT_KEY_FILE =
      file(
          mounted(ConfigKeys.CLIENT_KEY_FILE_CONF_SUFFIX),
          "File in the driver's pod with the client key.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CLIENT_CERT_FILE =
      file(
          mounted(ConfigKeys.CLIENT_CERT_FILE_CONF_SUFFIX),
          "File in the driver's pod with the client certificate.");

  public static final ConfigEntry<Optional<String>> MOUNTED_CA_CERT_FILE =
      file(
          mounted(ConfigKeys.CA_CERT_FILE_CONF_SUFFIX),
          "File in the driver's pod with the certificate by which it knows the API server.");

  public static final ConfigEntry<Optional<String>> HADOOP_CONFIG_MAP_NAME =
      ConfigEntry.key(Constants.HADOOP_CONFIG_MAP_NAME)
          .doc("ConfigMap with the configuration of Hadoop; the driver hands it to executors.")
          .since("3.0.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> VOLCANO_POD_GROUP_TEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.scheduler.volcano.podGroupTemplateFile")
          .doc(
              "File with the PodGroup of the application for the Volcano scheduler, in YAML or"
                  + " JSON; its name and namespace are Spark's.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> VOLCANO_POD_GROUP_TEMPLATE_JSON =
      ConfigEntry.key("spark.kubernetes.scheduler.volcano.podGroupTemplateJson")
          .doc(
              "The PodGroup of the application for the Volcano scheduler itself, in JSON; not"
                  + " looked at where a file is named.")
          .since("4.2.0")
          .stringType()
          .optional();

  private StepKeys() {}

  private static String driver(String suffix) {
    return ConfigKeys.KUBERNETES_AUTH_DRIVER_CONF_PREFIX + "." + suffix;
  }

  private static String mounted(String suffix) {
    return ConfigKeys.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX + "." + suffix;
  }

  private static ConfigEntry<Optional<String>> file(String key, String doc) {
    return ConfigEntry.key(key).doc(doc).since("2.3.0").stringType().optional();
  }
}
