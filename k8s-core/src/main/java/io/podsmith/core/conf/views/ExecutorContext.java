// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.EnvReferences;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.ReadOnce;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.names.PodNames;
import io.podsmith.core.conf.names.ResourceNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all executors of an application share, read and checked once.
 *
 * <p>Make one for an application: the names of executors begin with a prefix that is unique to it.
 */
public final class ExecutorContext {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorContext.class);

  private final RoleSettings common;
  private final Optional<SettingReads> reads;
  private final FileStaging files;
  private final Optional<Pod> driverPod;
  private final String driverUrl;
  private final List<String> userJavaOptions;
  private final List<String> startupJavaOptions;
  private final SortedMap<String, String> secretEnvironment;
  private final String sparkConfMapName;
  private final List<String> sparkConfFileNames;
  private final String resourceNamePrefix;
  private final SortedMap<String, String> labels;
  private final SortedMap<String, String> protectedVariables;

  /**
   * Reads and checks the settings of executors.
   *
   * @param settings the settings of the driver
   * @param runtime what only Spark can tell
   * @param appId the id of the application
   * @param driverPod the driver's pod, empty in client mode outside the cluster
   * @param driverUrl where executors register
   * @param userJavaOptions the user's JVM options, split, with placeholders {@code {{APP_ID}}} and
   *     {@code {{EXECUTOR_ID}}}
   * @param startupJavaOptions the options for settings that an executor needs before it asks the
   *     driver
   * @param secretEnvironment variables with secrets, such as the authentication secret
   * @param sparkConfMapName the ConfigMap with the files of {@code SPARK_CONF_DIR}
   * @param sparkConfFileNames the files in it, sorted
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting cannot be used
   */
  public ExecutorContext(
      SparkSettings settings,
      SparkRuntime runtime,
      String appId,
      Optional<Pod> driverPod,
      String driverUrl,
      List<String> userJavaOptions,
      List<String> startupJavaOptions,
      Map<String, String> secretEnvironment,
      String sparkConfMapName,
      List<String> sparkConfFileNames) {
    this(
        settings,
        runtime,
        appId,
        driverPod,
        driverUrl,
        userJavaOptions,
        startupJavaOptions,
        secretEnvironment,
        sparkConfMapName,
        sparkConfFileNames,
        Optional.empty());
  }

  /**
   * @param reads records what steps read, if a plan may be requested
   */
  ExecutorContext(
      SparkSettings settings,
      SparkRuntime runtime,
      String appId,
      Optional<Pod> driverPod,
      String driverUrl,
      List<String> userJavaOptions,
      List<String> startupJavaOptions,
      Map<String, String> secretEnvironment,
      String sparkConfMapName,
      List<String> sparkConfFileNames,
      Optional<SettingReads> reads) {
    this.reads = reads;
    this.common = check(settings, runtime, appId);
    this.files = new ReadOnce(runtime.files(settings), FileContents.ofPipes());
    this.driverPod = driverPod.map(pod -> new PodBuilder(pod).build());
    this.driverUrl = driverUrl;
    this.userJavaOptions =
        userJavaOptions.stream().map(o -> Placeholders.withAppId(o, appId)).toList();
    this.startupJavaOptions = List.copyOf(startupJavaOptions);
    this.secretEnvironment = Collections.unmodifiableSortedMap(new TreeMap<>(secretEnvironment));
    this.sparkConfMapName = sparkConfMapName;
    this.sparkConfFileNames = List.copyOf(sparkConfFileNames);
    this.resourceNamePrefix =
        settings
            .get(PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX)
            .orElseGet(
                () -> ResourceNames.uniquePrefix(common.appName, common.namespace, runtime.ids()));
    SortedMap<String, String> all = new TreeMap<>(PresetLabels.of(common));
    all.putAll(common.labels);
    this.labels = Collections.unmodifiableSortedMap(all);
    this.protectedVariables =
        settings.get(PodsmithKeys.PROTECT_EXECUTOR_ENVIRONMENT)
            ? sensitiveVariables(settings)
            : Collections.emptySortedMap();
  }

  /**
   * Finds the variables that executors take from a Secret, by what it has to hold. Values that hold
   * an executor's id cannot be in one Secret, and in those that refer to other variables nothing
   * would be replaced: both stay in the pod.
   */
  private SortedMap<String, String> sensitiveVariables(SparkSettings settings) {
    SensitiveSettings rules = SensitiveSettings.of(settings, Set.of());
    SortedMap<String, String> sensitive = new TreeMap<>();
    common.environment.forEach(
        (name, value) -> {
          if (rules.isSensitiveVariable(name, value) && !name.equals(Constants.ENV_EXECUTOR_DIRS)) {
            sensitive.put(name, value);
          }
        });
    List<String> options = new ArrayList<>(userJavaOptions);
    options.addAll(startupJavaOptions);
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (!option.contains(Placeholders.EXECUTOR_ID) && rules.isSensitiveVariable("", option)) {
        sensitive.put(Constants.ENV_JAVA_OPT_PREFIX + i, option);
      }
    }
    // Spark's own secret is compared with the driver's, so it must arrive letter by letter
    SortedMap<String, String> found = new TreeMap<>(secretEnvironment);
    List<String> referring = new ArrayList<>();
    sensitive.forEach(
        (name, value) -> {
          if (EnvReferences.in(value).isEmpty()) {
            found.putIfAbsent(name, EnvReferences.unescaped(value));
          } else {
            referring.add(name);
          }
        });
    if (!referring.isEmpty()) {
      LOG.warn(
          "Environment variables {} of executors look like secrets but refer to other environment"
              + " variables as $(NAME), which is expanded in the pod only: the pod shows their"
              + " text. Set each secret as a separate environment variable and refer to it",
          referring);
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /** Reads the settings of executors, for the errors that are in them. */
  static RoleSettings check(SparkSettings settings, SparkRuntime runtime, String appId) {
    RoleSettings common =
        new RoleSettings(RoleKeys.EXECUTOR, settings, runtime, appId, PresetLabels.EXECUTOR);
    ConfigEntry<Optional<String>> prefix = PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX;
    settings
        .get(prefix)
        .ifPresent(text -> PodNames.requirePrefix(prefix.key(), text, common.namespace));
    return common;
  }

  /** Returns the settings of the driver. */
  public SparkSettings settings() {
    return common.settings;
  }

  /** Returns what only Spark can tell. */
  public SparkRuntime runtime() {
    return common.runtime;
  }

  /** Returns the id of the application. */
  public String appId() {
    return common.appId;
  }

  /** Returns the namespace of the executors. */
  public String namespace() {
    return common.namespace;
  }

  /** Returns what the names of all executors begin with: the same for the whole application. */
  public String resourceNamePrefix() {
    return resourceNamePrefix;
  }

  /** Returns a copy of the driver's pod, empty in client mode outside the cluster. */
  public Optional<Pod> driverPod() {
    return driverPod.map(pod -> new PodBuilder(pod).build());
  }

  /** Returns where executors register. */
  public String driverUrl() {
    return driverUrl;
  }

  /** Returns the ConfigMap with the files of {@code SPARK_CONF_DIR}. */
  public String sparkConfMapName() {
    return sparkConfMapName;
  }

  /** Returns the files in the ConfigMap, sorted. */
  public List<String> sparkConfFileNames() {
    return sparkConfFileNames;
  }

  /** Returns the Secret from which executors take variables, where there are any to protect. */
  public String secretName() {
    return sparkConfMapName.replaceAll("-conf-map$", "") + "-env";
  }

  /**
   * Returns what the Secret of executors is to hold: values by the names of variables, none where
   * {@code spark.podsmith.executor.protectSensitiveEnvironment} is off. Never to be logged.
   */
  public SortedMap<String, String> protectedVariables() {
    return protectedVariables;
  }

  FileStaging fileStaging() {
    return files;
  }

  Optional<SettingReads> reads() {
    return reads;
  }

  RoleSettings common() {
    return common;
  }

  /** Returns the user's options; the executor's id is still to be put in. */
  List<String> userJavaOptions() {
    return userJavaOptions;
  }

  List<String> startupJavaOptions() {
    return startupJavaOptions;
  }

  SortedMap<String, String> secretEnvironment() {
    return secretEnvironment;
  }

  /** Returns the labels of all executors; the executor's id is still to be put in. */
  SortedMap<String, String> labels() {
    return labels;
  }

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "ExecutorContext{appId=" + appId() + "}";
  }
}
