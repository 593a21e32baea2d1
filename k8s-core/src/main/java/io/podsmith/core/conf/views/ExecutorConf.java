// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.NameRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The view of one executor: what all executors share, and its id and resources. */
public final class ExecutorConf extends PodConf implements KubernetesExecutorConf {
  /** Makes up the default resource profile, as far as it is known before there is a driver. */
  public static final ConfigEntry<Integer> CORES =
      ConfigEntry.key("spark.executor.cores").intType().withDefault(1);

  /** Makes up the default resource profile, as far as it is known before there is a driver. */
  public static final ConfigEntry<Long> MEMORY =
      ConfigEntry.key("spark.executor.memory")
          .bytesType(ByteUnit.MEBIBYTES)
          .withDefaultString("1g");

  private final ExecutorContext context;
  private final String executorId;
  private final int resourceProfileId;
  private final ExecutorResources resources;
  private final ProfileRequest request;
  private final SortedMap<String, String> labels;
  private final SortedMap<String, String> annotations;

  private ExecutorConf(
      ExecutorContext context,
      String executorId,
      int resourceProfileId,
      ExecutorResources resources,
      ProfileRequest request) {
    super(context.common(), context.fileStaging(), context.reads());
    this.context = context;
    this.executorId = executorId;
    this.resourceProfileId = resourceProfileId;
    this.resources = resources;
    this.request = request;
    this.labels = labels(context, executorId, resourceProfileId);
    this.annotations = withExecutorId(context.common().annotations, executorId);
  }

  /**
   * Makes the view of one executor. Cheap: what executors share is taken from the context.
   *
   * @param executorId a positive number in digits, or {@code EXECID} in a template
   * @param resources the resources of the profile
   */
  public static ExecutorConf create(
      ExecutorContext context,
      String executorId,
      int resourceProfileId,
      ExecutorResources resources) {
    return new ExecutorConf(context, executorId, resourceProfileId, resources, ProfileRequest.NONE);
  }

  /**
   * Makes the view of an executor that is built before the driver exists.
   *
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting of the default
   *     resource profile is invalid
   */
  public static ExecutorConf create(ExecutorContext context, ExampleExecutor example) {
    return new ExecutorConf(
        context,
        Integer.toString(example.id()),
        example.profileId(),
        ExecutorAmounts.of(context.settings(), example),
        example.request());
  }

  /** Makes the view of another executor of the same profile. */
  public ExecutorConf withId(String id) {
    return new ExecutorConf(context, id, resourceProfileId, resources, request);
  }

  /**
   * Returns a value that is equal for two executors exactly where nothing but their ids, and what
   * is made of them, tells their configurations apart.
   */
  public Object sharedWithOthers() {
    return new Shared(context, resourceProfileId, resources);
  }

  /** All that a configuration is made of but the id. Contexts are equal where they are the same. */
  private record Shared(ExecutorContext context, int profileId, ExecutorResources resources) {}

  @Override
  public String resourceNamePrefix() {
    return context.resourceNamePrefix();
  }

  @Override
  public String podName() {
    return context.resourceNamePrefix() + "-exec-" + executorId;
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
    return resources.extendedResources();
  }

  @Override
  public String executorId() {
    return executorId;
  }

  @Override
  public Optional<Pod> driverPod() {
    return context.driverPod();
  }

  @Override
  public int resourceProfileId() {
    return resourceProfileId;
  }

  @Override
  public ExecutorResources resources() {
    return resources;
  }

  /** Returns what the resource profile requests, as far as it is known before the driver exists. */
  ProfileRequest request() {
    return request;
  }

  @Override
  public String driverUrl() {
    return context.driverUrl();
  }

  @Override
  public List<String> javaOptions() {
    List<String> options = new ArrayList<>(context.userJavaOptions());
    options.replaceAll(option -> Placeholders.withExecutorId(option, executorId));
    options.addAll(context.startupJavaOptions());
    return Collections.unmodifiableList(options);
  }

  @Override
  public Map<String, String> sparkSecretVariables() {
    return context.secretEnvironment();
  }

  @Override
  public Map<String, SecretKeyReference> variablesFromSecret() {
    Map<String, SecretKeyReference> found = new TreeMap<>();
    for (String name : context.protectedVariables().keySet()) {
      found.put(
          name, SecretKeyReference.builder().secretName(context.secretName()).key(name).build());
    }
    return found;
  }

  @Override
  public String sparkConfMapName() {
    return context.sparkConfMapName();
  }

  @Override
  public List<String> sparkConfFileNames() {
    return context.sparkConfFileNames();
  }

  private static SortedMap<String, String> labels(
      ExecutorContext context, String executorId, int resourceProfileId) {
    SortedMap<String, String> all = new TreeMap<>(context.labels());
    for (Map.Entry<String, String> label : all.entrySet()) {
      if (label.getValue().contains(Placeholders.EXECUTOR_ID)) {
        label.setValue(Placeholders.withExecutorId(label.getValue(), executorId));
        NameRules.requireLabel(context.common().keys.labels(), label.getKey(), label.getValue());
      }
    }
    all.put(Constants.SPARK_EXECUTOR_ID_LABEL, executorId);
    all.put(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL, Integer.toString(resourceProfileId));
    return Collections.unmodifiableSortedMap(all);
  }

  private static SortedMap<String, String> withExecutorId(
      SortedMap<String, String> shared, String executorId) {
    if (shared.values().stream().noneMatch(v -> v.contains(Placeholders.EXECUTOR_ID))) {
      return shared;
    }
    SortedMap<String, String> own = new TreeMap<>(shared);
    own.replaceAll((key, value) -> Placeholders.withExecutorId(value, executorId));
    return Collections.unmodifiableSortedMap(own);
  }
}
