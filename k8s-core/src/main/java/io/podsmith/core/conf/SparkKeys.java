package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Optional;

/** The settings of Spark itself on which pods depend. */
public final class SparkKeys {
  private static final long MIB = 1L << 20;

  /** Begins the settings that become variables of executors. */
  public static final String EXECUTOR_ENV_PREFIX = "spark.executorEnv.";

  /** Begins the settings that ask for countable resources of the driver. */
  public static final String DRIVER_RESOURCE_PREFIX = "spark.driver.resource.";

  public static final ConfigEntry<String> APP_NAME = string("spark.app.name").withDefault("spark");
  public static final ConfigEntry<Optional<String>> APP_ID = string("spark.app.id").optional();
  public static final ConfigEntry<Optional<String>> MASTER = string("spark.master").optional();

  public static final ConfigEntry<Integer> DRIVER_CORES =
      ConfigEntry.key("spark.driver.cores").intType().withDefault(1);
  public static final ConfigEntry<Long> DRIVER_MEMORY =
      ConfigEntry.key("spark.driver.memory").bytesType(MIB).withDefaultText("1g");
  public static final ConfigEntry<Optional<Long>> DRIVER_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.driver.memoryOverhead")
          .alternative("spark.yarn.driver.memoryOverhead")
          .bytesType(MIB)
          .optional();
  public static final ConfigEntry<Long> DRIVER_MIN_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.driver.minMemoryOverhead").bytesType(MIB).withDefaultText("384m");
  public static final ConfigEntry<Double> DRIVER_MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.driver.memoryOverheadFactor")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .withDefault(0.1);
  public static final ConfigEntry<Integer> DRIVER_PORT =
      ConfigEntry.key("spark.driver.port").intType().withDefault(Constants.DEFAULT_DRIVER_PORT);
  public static final ConfigEntry<Integer> BLOCK_MANAGER_PORT =
      ConfigEntry.key("spark.blockManager.port")
          .intType()
          .withDefault(Constants.DEFAULT_BLOCKMANAGER_PORT);
  public static final ConfigEntry<Optional<Integer>> DRIVER_BLOCK_MANAGER_PORT =
      ConfigEntry.key("spark.driver.blockManager.port").intType().optional();
  public static final ConfigEntry<Integer> UI_PORT =
      ConfigEntry.key("spark.ui.port").intType().withDefault(4040);
  public static final ConfigEntry<Integer> CONNECT_PORT =
      ConfigEntry.key("spark.connect.grpc.binding.port")
          .intType()
          .withDefault(Constants.DEFAULT_SPARK_CONNECT_SERVER_PORT);
  public static final ConfigEntry<Optional<String>> DRIVER_BIND_ADDRESS =
      string("spark.driver.bindAddress").optional();
  public static final ConfigEntry<Optional<String>> DRIVER_HOST =
      string("spark.driver.host").optional();

  public static final ConfigEntry<List<String>> JARS = list("spark.jars");
  public static final ConfigEntry<List<String>> FILES = list("spark.files");
  public static final ConfigEntry<List<String>> ARCHIVES = list("spark.archives");
  public static final ConfigEntry<List<String>> PY_FILES = list("spark.submit.pyFiles");
  public static final ConfigEntry<Optional<String>> PYSPARK_PYTHON =
      string("spark.pyspark.python").optional();
  public static final ConfigEntry<Optional<String>> PYSPARK_DRIVER_PYTHON =
      string("spark.pyspark.driver.python").optional();
  public static final ConfigEntry<Optional<String>> LOCAL_DIR =
      string("spark.local.dir").optional();

  public static final ConfigEntry<Optional<String>> KEYTAB =
      ConfigEntry.key("spark.kerberos.keytab")
          .alternative("spark.yarn.keytab")
          .stringType()
          .optional();
  public static final ConfigEntry<Optional<String>> PRINCIPAL =
      ConfigEntry.key("spark.kerberos.principal")
          .alternative("spark.yarn.principal")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> EXECUTOR_CLASS_PATH =
      string("spark.executor.extraClassPath").optional();
  public static final ConfigEntry<Long> EXECUTOR_MIN_MEMORY_OVERHEAD =
      ConfigEntry.key("spark.executor.minMemoryOverhead").bytesType(MIB).withDefaultText("384m");
  public static final ConfigEntry<Double> EXECUTOR_MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.executor.memoryOverheadFactor")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .withDefault(0.1);
  public static final ConfigEntry<Optional<String>> CUSTOM_EXECUTOR_LOG_URL =
      string("spark.ui.custom.executor.log.url").optional();
  public static final ConfigEntry<Boolean> DECOMMISSION_ENABLED =
      ConfigEntry.key("spark.decommission.enabled").booleanType().withDefault(false);

  private SparkKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(SparkKeys.class);
  }

  private static ConfigEntry.Typed<String> string(String key) {
    return ConfigEntry.key(key).stringType();
  }

  private static ConfigEntry<List<String>> list(String key) {
    return string(key).toList().withDefault(List.of());
  }
}
