// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.TypedConfigEntryBuilder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Spark's general settings that affect pods. */
public final class SparkKeys {
  /** Prefix of the settings that become environment variables of executors. */
  public static final String EXECUTOR_ENV_PREFIX = "spark.executorEnv.";

  /** Prefix of the settings that request extended resources for the driver. */
  public static final String DRIVER_RESOURCE_PREFIX = "spark.driver.resource.";

  /** Prefix of the settings that request extended resources for executors. */
  public static final String EXECUTOR_RESOURCE_PREFIX = "spark.executor.resource.";

  public static final ConfigEntry<String> APP_NAME =
      string(
              "spark.app.name",
              "0.9.0",
              "Name of the application. The names of pods and other objects start with it.")
          .withDefault("spark");
  public static final ConfigEntry<Optional<String>> APP_ID =
      string(
              "spark.app.id",
              "1.2.0",
              "Id of the application, and the value of the label that selects its objects.")
          .optional();
  public static final ConfigEntry<Optional<String>> MASTER =
      string(
              "spark.master",
              "0.9.0",
              "Master URL. For a Kubernetes cluster, k8s://https://host:port.")
          .optional();

  public static final ConfigEntry<Integer> DRIVER_CORES =
      ConfigEntry.key("spark.driver.cores")
          .doc("Number of cores of the driver in cluster mode.")
          .since("1.3.0")
          .intType()
          .withDefault(1);
  public static final ConfigEntry<Long> DRIVER_MEMORY =
      ConfigEntry.key("spark.driver.memory")
          .doc("Heap size of the driver JVM.")
          .since("1.1.1")
          .bytesType(ByteUnit.MEBIBYTES)
          .withDefaultString("1g");
  public static final ConfigEntry<Optional<Long>> DRIVER_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.driver.memoryOverhead")
          .doc("Memory of the driver in addition to the JVM heap.")
          .since("2.3.0")
          .withAlternative("spark.yarn.driver.memoryOverhead")
          .bytesType(ByteUnit.MEBIBYTES)
          .optional();
  public static final ConfigEntry<Long> DRIVER_MIN_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.driver.minMemoryOverhead")
          .doc(
              "Minimum memory of the driver in addition to the JVM heap. Ignored if"
                  + " spark.driver.memoryOverhead is set.")
          .since("4.0.0")
          .bytesType(ByteUnit.MEBIBYTES)
          .withDefaultString("384m");
  public static final ConfigEntry<Double> DRIVER_MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.driver.memoryOverheadFactor")
          .doc(
              "Memory of the driver in addition to the JVM heap, as a fraction of the heap."
                  + " Ignored if spark.driver.memoryOverhead is set.")
          .since("3.3.0")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .withDefault(0.1);
  public static final ConfigEntry<Integer> DRIVER_PORT =
      ConfigEntry.key("spark.driver.port")
          .doc("Port of the driver to which executors connect.")
          .since("0.7.0")
          .intType()
          .withDefault(Constants.DEFAULT_DRIVER_PORT);
  public static final ConfigEntry<Integer> BLOCK_MANAGER_PORT =
      ConfigEntry.key("spark.blockManager.port")
          .doc("Port of the block managers of driver and executors.")
          .since("1.1.0")
          .intType()
          .withDefault(Constants.DEFAULT_BLOCKMANAGER_PORT);
  public static final ConfigEntry<Optional<Integer>> DRIVER_BLOCK_MANAGER_PORT =
      ConfigEntry.key("spark.driver.blockManager.port")
          .doc("Port of the driver's block manager. Overrides spark.blockManager.port.")
          .since("2.1.0")
          .intType()
          .optional();
  public static final ConfigEntry<Integer> UI_PORT =
      ConfigEntry.key("spark.ui.port")
          .doc("Port of the driver's web UI.")
          .since("0.7.0")
          .intType()
          .withDefault(4040);
  public static final ConfigEntry<Integer> CONNECT_PORT =
      ConfigEntry.key("spark.connect.grpc.binding.port")
          .doc("Port of the Spark Connect server.")
          .since("3.4.0")
          .intType()
          .withDefault(Constants.DEFAULT_SPARK_CONNECT_SERVER_PORT);
  public static final ConfigEntry<Optional<String>> DRIVER_BIND_ADDRESS =
      string(
              "spark.driver.bindAddress",
              "2.1.0",
              "Address to which the driver binds its listening sockets.")
          .optional();
  public static final ConfigEntry<Optional<String>> DRIVER_HOST =
      string(
              "spark.driver.host",
              "0.7.0",
              "Host name or IP address of the driver to which executors connect.")
          .optional();

  public static final ConfigEntry<List<String>> JARS =
      list("spark.jars", "0.9.0", "Jars to add to the classpath of driver and executors.");
  public static final ConfigEntry<List<String>> FILES =
      list("spark.files", "1.0.0", "Files to copy into the working directory of each executor.");
  public static final ConfigEntry<List<String>> ARCHIVES =
      list(
          "spark.archives",
          "3.1.0",
          "Archives to extract into the working directory of each executor.");
  public static final ConfigEntry<List<String>> PY_FILES =
      list("spark.submit.pyFiles", "1.0.1", "Python files and packages to add to the PYTHONPATH.");
  public static final ConfigEntry<Optional<String>> PYSPARK_PYTHON =
      string("spark.pyspark.python", "2.1.0", "Python executable of driver and executors.")
          .optional();
  public static final ConfigEntry<Optional<String>> PYSPARK_DRIVER_PYTHON =
      string(
              "spark.pyspark.driver.python",
              "2.1.0",
              "Python executable of the driver. Overrides spark.pyspark.python.")
          .optional();
  public static final ConfigEntry<Optional<String>> LOCAL_DIR =
      string("spark.local.dir", "0.5.0", "Scratch directories, separated by commas.").optional();

  public static final ConfigEntry<Optional<String>> KEYTAB =
      ConfigEntry.key("spark.kerberos.keytab")
          .doc("Keytab with which the driver logs in to Kerberos.")
          .since("3.0.0")
          .withAlternative("spark.yarn.keytab")
          .stringType()
          .optional();
  public static final ConfigEntry<Optional<String>> PRINCIPAL =
      ConfigEntry.key("spark.kerberos.principal")
          .doc("Principal with which the driver logs in to Kerberos.")
          .since("3.0.0")
          .withAlternative("spark.yarn.principal")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> EXECUTOR_CLASS_PATH =
      string(
              "spark.executor.extraClassPath",
              "1.0.0",
              "Classpath entries to put before Spark's jars on the classpath of executors.")
          .optional();
  public static final ConfigEntry<Long> EXECUTOR_MIN_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.executor.minMemoryOverhead")
          .doc("Minimum memory of an executor in addition to the JVM heap.")
          .since("4.0.0")
          .bytesType(ByteUnit.MEBIBYTES)
          .withDefaultString("384m");
  public static final ConfigEntry<Double> EXECUTOR_MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.executor.memoryOverheadFactor")
          .doc("Memory of an executor in addition to the JVM heap, as a fraction of the heap.")
          .since("3.3.0")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .withDefault(0.1);
  public static final ConfigEntry<Optional<String>> CUSTOM_EXECUTOR_LOG_URL =
      string(
              "spark.ui.custom.executor.log.url",
              "3.0.0",
              "URL pattern of the links to executor logs.")
          .optional();
  public static final ConfigEntry<Boolean> DECOMMISSION_ENABLED =
      ConfigEntry.key("spark.decommission.enabled")
          .doc("Whether executors migrate their data to other executors before they exit.")
          .since("3.1.0")
          .booleanType()
          .withDefault(false);
  public static final ConfigEntry<List<String>> PLUGINS =
      list(
          "spark.plugins",
          "3.0.0",
          "Class names of plugins that run in the driver and in executors.");
  public static final ConfigEntry<String> REDACTION_REGEX =
      string(
              "spark.redaction.regex",
              "2.1.2",
              "Java regular expression that matches the keys of settings with secret values.")
          .check(SparkKeys::isPattern, "a regular expression of Java")
          .withDefault("(?i)secret|password|token|access[.]?key");

  private SparkKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(SparkKeys.class);
  }

  private static TypedConfigEntryBuilder<String> string(String key, String since, String doc) {
    return ConfigEntry.key(key).doc(doc).since(since).stringType();
  }

  private static ConfigEntry<List<String>> list(String key, String since, String doc) {
    return string(key, since, doc).toList().withDefault(List.of());
  }

  private static boolean isPattern(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
