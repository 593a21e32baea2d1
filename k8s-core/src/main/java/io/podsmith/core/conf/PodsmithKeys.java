package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The settings {@code spark.podsmith.*}, which upstream does not have. */
public final class PodsmithKeys {
  /** Jars of steps, each a plugin with a class loader of its own. */
  public static final ConfigEntry<List<String>> STEP_JARS =
      ConfigEntry.key("spark.podsmith.steps.jars")
          .doc(
              "Jars with feature steps, separated by commas. Each is loaded by itself, apart from"
                  + " Spark's class path. Jars of the submitting machine (file: or a plain path)"
                  + " are carried to the driver: to spark.kubernetes.file.upload.path where that is"
                  + " set, otherwise in ConfigMaps, up to 16 MiB together. local: is a path in the"
                  + " image, which must exist where the job is submitted, too, because the driver's"
                  + " pod is built there. The driver fetches all others, such as https: and what"
                  + " Hadoop's file systems know, for itself.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /** A folder with a folder for each plugin. */
  public static final ConfigEntry<Optional<String>> STEP_DIR =
      ConfigEntry.key("spark.podsmith.steps.dir")
          .doc(
              "Folder with one folder for each plugin, in which its jars lie:"
                  + " <dir>/<plugin-id>/*.jar.")
          .since("0.1.0")
          .stringType()
          .optional();

  /** Steps that are switched off. */
  public static final ConfigEntry<List<String>> STEPS_DISABLED =
      ConfigEntry.key("spark.podsmith.steps.disabled")
          .doc("Ids of steps that are not to run, for drivers and executors.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /** Whether an executor pod is built, and not created, at submission. */
  public static final ConfigEntry<Boolean> TRY_EXECUTOR_STEPS =
      ConfigEntry.key("spark.podsmith.submission.tryExecutorSteps")
          .doc(
              "Builds one executor pod at submission in cluster mode, without creating it, so that"
                  + " a step that fails or a template that conflicts with the settings is an error"
                  + " before the driver starts. Set to false where a step for executors works only"
                  + " inside the driver's pod.")
          .since("0.1.0")
          .booleanType()
          .withDefault(true);

  /** How gentle to be to the API server. */
  public static final ConfigEntry<Optional<Double>> ALLOCATION_MAX_PER_SECOND =
      ConfigEntry.key("spark.podsmith.allocation.maxExecutorsPerSecond")
          .doc(
              "How many executors are asked for in a second at most, evenly spread, over all"
                  + " resource profiles; 0.5 is one every two seconds. Without it executors are"
                  + " asked for as fast as the API server answers.")
          .since("0.1.0")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .optional();

  /** How long to wait for an image. */
  public static final ConfigEntry<Long> EXECUTOR_START_TIMEOUT =
      ConfigEntry.key("spark.podsmith.executor.startTimeout")
          .doc(
              "How long to wait for the first executor of a resource profile whose image cannot be"
                  + " pulled, whose container cannot be made or whose pod is rejected for lack of"
                  + " quota, before the application ends with that reason; other rejections end it"
                  + " after 3 min at most. 0 waits indefinitely.")
          .since("0.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(TimeUnit.MINUTES.toMillis(10));

  /** When a node is left out. */
  public static final ConfigEntry<Optional<Integer>> MAX_FAILURES_PER_NODE =
      ConfigEntry.key("spark.podsmith.executor.maxFailuresPerNode")
          .doc(
              "A node on which more executors than this failed by themselves within"
                  + " spark.excludeOnFailure.timeout (an hour by default) gets no new ones, by node"
                  + " affinity of their pods. Without it no node is left out.")
          .since("0.1.0")
          .intType()
          .check(v -> v >= 0, "zero or more")
          .optional();

  /**
   * Followed by the id of a plugin: its jars as the submitting side sent them. Written by a
   * submission for its driver, and not for users.
   */
  public static final String STEPS_CARRIED_PREFIX = "spark.podsmith.steps.carried.";

  /** Whether settings that look like secrets are kept out of the driver's ConfigMap. */
  public static final ConfigEntry<Boolean> PROTECT_DRIVER_SETTINGS =
      ConfigEntry.key("spark.podsmith.driver.protectSensitiveSettings")
          .doc(
              "Keeps settings that look like secrets (spark.redaction.regex) out of the driver's"
                  + " ConfigMap and pod: where there are any, the driver reads its settings, and"
                  + " variables of spark.kubernetes.driverEnv that look like secrets, from a Secret"
                  + " that the driver's pod owns. Whoever submits needs the right to create and"
                  + " patch Secrets then; false puts all into the ConfigMap, as Spark does.")
          .since("0.1.0")
          .booleanType()
          .withDefault(true);

  /** Whether variables of executors that look like secrets come from a Secret. */
  public static final ConfigEntry<Boolean> PROTECT_EXECUTOR_ENVIRONMENT =
      ConfigEntry.key("spark.podsmith.executor.protectSensitiveEnvironment")
          .doc(
              "Has executors take the authentication secret, variables of spark.executorEnv and"
                  + " JVM options that look like secrets (spark.redaction.regex) from a Secret,"
                  + " which the driver creates once. Its role needs the right to create Secrets;"
                  + " false gives them in the pod, as Spark does.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether executors accept connections from their own application only. */
  public static final ConfigEntry<Boolean> NETWORK_POLICY =
      ConfigEntry.key("spark.podsmith.networkPolicy.enabled")
          .doc(
              "Creates a NetworkPolicy by which executors accept connections from pods of their own"
                  + " application only, as Spark 4.2 does. Whoever submits needs the right to"
                  + " create and patch NetworkPolicies. Not for client mode with a driver outside"
                  + " of the cluster.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether executors say that their resources may change without a restart. */
  public static final ConfigEntry<Boolean> EXECUTOR_RESIZE_POLICY =
      ConfigEntry.key("spark.podsmith.executor.resizePolicy.enabled")
          .doc(
              "Says in executors' pods that cpu and memory may change without a restart of the"
                  + " container, as Spark 4.2 does. Said anyway where spark.plugins names"
                  + " ExecutorResizePlugin.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  private PodsmithKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(PodsmithKeys.class);
  }
}
