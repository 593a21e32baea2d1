// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.LocalMaster;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.UploadOnce;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.RoleKeys;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.core.conf.names.PodNames;
import io.podsmith.core.conf.names.ResourceNames;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The view of a driver that is submitted: settings, read and checked, and the application. */
public final class DriverConf extends PodConf implements KubernetesDriverConf {
  private static final Logger LOG = LoggerFactory.getLogger(DriverConf.class);
  private static final String SERVICE_SUFFIX = "-driver-svc";

  private final UploadOnce uploads;
  private final RoleSettings common;
  private final Application application;
  private final String resourceNamePrefix;
  private final String podName;
  private final String driverServiceName;
  private final SortedMap<String, String> labels;
  private final SortedMap<String, String> annotations;
  private final SortedMap<String, String> serviceLabels;
  private final SortedMap<String, String> serviceAnnotations;
  private final List<ExtendedResource> extendedResources;
  private @Nullable Optional<byte[]> delegationTokens;

  private DriverConf(RoleSettings common, Application application, Optional<SettingReads> reads) {
    this(common, application, new UploadOnce(common.runtime.files(common.settings)), reads);
  }

  private DriverConf(
      RoleSettings common,
      Application application,
      UploadOnce uploads,
      Optional<SettingReads> reads) {
    super(common, uploads, reads);
    this.uploads = uploads;
    this.common = common;
    this.application = application;
    this.resourceNamePrefix = resourceNamePrefix(common);
    this.podName =
        common
            .settings
            .get(PodKeys.KUBERNETES_DRIVER_POD_NAME)
            .map(name -> requirePodName(name, common.namespace))
            .orElse(resourceNamePrefix + "-driver");
    this.driverServiceName = driverServiceName(resourceNamePrefix, common.runtime.ids());
    SortedMap<String, String> all = new TreeMap<>(PresetLabels.of(common));
    common.labels.forEach((key, value) -> all.put(key, Placeholders.withExecutorId(value, "")));
    this.labels = Collections.unmodifiableSortedMap(all);
    SortedMap<String, String> replaced = new TreeMap<>(common.annotations);
    replaced.replaceAll((key, value) -> Placeholders.withExecutorId(value, ""));
    this.annotations = Collections.unmodifiableSortedMap(replaced);
    this.serviceLabels = serviceLabels(common.settings);
    this.serviceAnnotations = serviceAnnotations(common.settings);
    this.extendedResources = ExtendedResources.ofDriver(common.settings);
  }

  /**
   * Reads and checks the settings of an application, those of its executors included, so that an
   * error of theirs is told before there is a driver.
   *
   * @throws InvalidConfigurationException where a setting cannot be used
   */
  public static DriverConf create(
      SparkSettings settings, SparkRuntime runtime, Application application) {
    return create(settings, runtime, application, Optional.empty());
  }

  /**
   * Reads and checks the settings of an application, as {@link #create(SparkSettings, SparkRuntime,
   * Application)} does, and records what steps read.
   *
   * @param reads where to record what the steps of the driver and of an executor on trial read
   */
  public static DriverConf create(
      SparkSettings settings, SparkRuntime runtime, Application application, SettingReads reads) {
    return create(settings, runtime, application, Optional.of(reads));
  }

  private static DriverConf create(
      SparkSettings settings,
      SparkRuntime runtime,
      Application application,
      Optional<SettingReads> reads) {
    checkEntries(settings);
    RoleSettings driver =
        new RoleSettings(
            RoleKeys.DRIVER,
            settings,
            runtime.readingOnce(FileContents.ofAll()),
            application.appId(),
            PresetLabels.DRIVER);
    ExecutorContext.check(settings, runtime, application.appId());
    ExtendedResources.checkOfExecutors(settings);
    return new DriverConf(driver, application, reads);
  }

  /**
   * Reads every setting, those included that only the driver will ask for, so that it does not stop
   * at them later. What refers to the environment may read otherwise there and is left to it.
   */
  private static void checkEntries(SparkSettings settings) {
    List<ConfigEntry<?>> entries = new ArrayList<>(KubernetesKeys.all());
    entries.addAll(PodsmithKeys.all());
    for (ConfigEntry<?> entry : entries) {
      if (settings.raw(entry.key()).filter(text -> !SparkSettings.hasReference(text)).isPresent()) {
        settings.get(entry);
      }
    }
    String master = ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key();
    settings
        .raw(master)
        .filter(text -> !SparkSettings.hasReference(text))
        .ifPresent(text -> LocalMaster.find(master, text));
  }

  @Override
  public String resourceNamePrefix() {
    return resourceNamePrefix;
  }

  @Override
  public String podName() {
    return podName;
  }

  @Override
  public Map<String, String> labels() {
    return labels;
  }

  @Override
  public Map<String, String> annotations() {
    return annotations;
  }

  @Override
  public List<ExtendedResource> extendedResources() {
    return extendedResources;
  }

  @Override
  public MainAppResource mainAppResource() {
    return application.mainAppResource();
  }

  @Override
  public String mainClass() {
    return application.mainClass();
  }

  @Override
  public List<String> appArgs() {
    return application.args();
  }

  @Override
  public Optional<String> proxyUser() {
    return application.proxyUser();
  }

  @Override
  public String driverServiceName() {
    return driverServiceName;
  }

  @Override
  public Map<String, String> serviceLabels() {
    return serviceLabels;
  }

  @Override
  public Map<String, String> serviceAnnotations() {
    return serviceAnnotations;
  }

  @Override
  public synchronized Optional<byte[]> delegationTokens() {
    if (delegationTokens == null) {
      delegationTokens = common.runtime.delegationTokens(common.settings);
    }
    return delegationTokens.map(byte[]::clone);
  }

  /**
   * Returns what the executors of this driver will share, as far as it is known before there is a
   * driver. For building an executor on trial, never for one that is created.
   *
   * @param fromSteps the properties that the driver's steps add
   * @param driverPod the driver's pod as it will be created
   * @param onOpenReference see {@link SparkSettings#reportingOpenReferences}
   */
  public ExecutorContext executorContextForTrial(
      Map<String, String> fromSteps, Pod driverPod, Consumer<String> onOpenReference) {
    Map<String, String> added = new TreeMap<>(fromSteps);
    // steps say where the driver finds the template; here it is where the user says
    added.remove(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key());
    Pod accepted =
        new PodBuilder(driverPod)
            .editMetadata()
            .withNamespace(namespace())
            .withUid("00000000-0000-0000-0000-000000000000")
            .endMetadata()
            .build();
    return new ExecutorContext(
        common.settings.with(added).reportingOpenReferences(onOpenReference),
        common.runtime,
        appId(),
        Optional.of(accepted),
        "spark://CoarseGrainedScheduler@%s.%s.svc:%d"
            .formatted(driverServiceName, namespace(), Constants.DEFAULT_DRIVER_PORT),
        List.of(),
        List.of(),
        Map.of(),
        "spark-exec-%s-conf-map".formatted(common.runtime.ids().next()),
        List.of(),
        reads());
  }

  /** Returns what draws the ids in names of objects. For the engine only. */
  public UniqueIds ids() {
    return common.runtime.ids();
  }

  /** Warns of uploaded files that are still on this machine only. */
  public void warnAboutUploads() {
    common
        .settings
        .get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH)
        .ifPresent(uploads::warnIfNotUploadedAnywhere);
  }

  private static String requirePodName(String name, String namespace) {
    String key = PodKeys.KUBERNETES_DRIVER_POD_NAME.key();
    return PodNames.require(key, NameRules.requireName(key, name), namespace);
  }

  private static String resourceNamePrefix(RoleSettings common) {
    Optional<String> custom = common.settings.get(PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX);
    custom.ifPresent(
        prefix -> {
          if (!ResourceNames.isPrefix(prefix)) {
            throw InvalidConfigurationException.of(
                PodsmithError.CONF_NAME,
                PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX.key(),
                prefix,
                ResourceNames.PREFIX,
                "change it, or remove it to use a name derived from the application's name");
          }
          PodNames.requirePrefix(
              PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX.key(), prefix, common.namespace);
        });
    return custom.orElseGet(
        () -> ResourceNames.uniquePrefix(common.appName, common.namespace, common.runtime.ids()));
  }

  private static String driverServiceName(String resourceNamePrefix, UniqueIds ids) {
    String preferred = resourceNamePrefix + SERVICE_SUFFIX;
    if (preferred.length() <= NameRules.MAX_LABEL) {
      return preferred;
    }
    String shorter = "spark-" + ids.next() + SERVICE_SUFFIX;
    LOG.warn(
        "The driver's Service is named {}, because {} exceeds the {} characters allowed in the name"
            + " of a Service",
        shorter,
        preferred,
        NameRules.MAX_LABEL);
    return shorter;
  }

  private static SortedMap<String, String> serviceLabels(SparkSettings settings) {
    String prefix = KeyPrefixes.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX;
    SortedMap<String, String> found = settings.withPrefix(prefix);
    found.forEach((label, value) -> NameRules.requireLabel(prefix, label, value));
    return Collections.unmodifiableSortedMap(found);
  }

  private static SortedMap<String, String> serviceAnnotations(SparkSettings settings) {
    String prefix = KeyPrefixes.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX;
    SortedMap<String, String> found = settings.withPrefix(prefix);
    found.keySet().forEach(annotation -> NameRules.requireAnnotation(prefix, annotation));
    return Collections.unmodifiableSortedMap(found);
  }
}
