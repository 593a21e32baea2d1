// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.LocalMaster;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one executor while a driver is submitted, and creates nothing of it: a step that throws,
 * or a template that conflicts with a step, is an error of the submission and not of a driver that
 * has already started.
 *
 * <p>The driver may still see something else: files of its image, the cluster, other texts for
 * references such as {@code ${env:NAME}}. Where the failure may come from that, it is a warning. A
 * reference counts only if a setting with it was read before the failure: what was not read cannot
 * be its reason.
 */
public final class ExecutorTrial {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorTrial.class);

  private final StepRegistry registry;
  private final DriverConf conf;
  private final PodTemplates templates;
  private final ExampleExecutor example;

  /**
   * Prepares a trial of the first executor that reads the templates of executors itself.
   *
   * @param registry the steps
   * @param conf the driver's configuration
   */
  public ExecutorTrial(StepRegistry registry, DriverConf conf) {
    this(registry, conf, PodTemplates.ofExecutors(), ExampleExecutor.FIRST);
  }

  /**
   * @param templates the templates of executors, which may have been read already
   * @param example the executor to build
   */
  ExecutorTrial(
      StepRegistry registry, DriverConf conf, PodTemplates templates, ExampleExecutor example) {
    this.registry = registry;
    this.templates = templates;
    this.conf = conf;
    this.example = example;
  }

  /**
   * Builds the executor.
   *
   * @param fromSteps the properties that the driver's steps add
   * @param driverPod the driver's pod
   * @return the executor, or why this machine cannot build one
   * @throws PodsmithException where no executor could be built in the driver either
   */
  TrialResult run(Map<String, String> fromSteps, Pod driverPod) {
    SparkSettings settings = conf.settings();
    if (!settings.get(PodsmithKeys.TRY_EXECUTOR_STEPS)) {
      return TrialResult.unknown("%s is false.".formatted(PodsmithKeys.TRY_EXECUTOR_STEPS.key()));
    }
    if (isWithoutExecutors(settings)) {
      return TrialResult.unknown(
          "The application has no executor pods, because %s is '%s'."
              .formatted(
                  ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key(),
                  settings.raw(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key()).orElse("")));
    }
    Set<String> openReferences = Collections.synchronizedSet(new TreeSet<>());
    try {
      return TrialResult.of(build(fromSteps, driverPod, openReferences::add));
    } catch (PodsmithException e) {
      if (openReferences.isEmpty() && !dependsOnMachine(e)) {
        throw e;
      }
      LOG.warn(
          "Cannot build an executor pod on this machine ({}); the driver will try again{}. To skip"
              + " this check, set {} to false",
          e.getMessage(),
          openReferences.isEmpty()
              ? ""
              : ", where %s may be something else".formatted(String.join(", ", openReferences)),
          PodsmithKeys.TRY_EXECUTOR_STEPS.key());
      return TrialResult.unknown(
          "An executor pod cannot be built on this machine: %s".formatted(e.getMessage()));
    }
  }

  /**
   * Builds the executor.
   *
   * @param fromSteps the properties that the driver's steps add
   * @param driverPod the driver's pod
   * @return the executor as this machine builds it; nothing is created
   * @throws PodsmithException if no executor can be built here
   */
  public ExecutorSpec build(Map<String, String> fromSteps, Pod driverPod) {
    return build(fromSteps, driverPod, reference -> {});
  }

  private ExecutorSpec build(
      Map<String, String> fromSteps, Pod driverPod, Consumer<String> onOpenReference) {
    ExecutorContext context = conf.executorContextForTrial(fromSteps, driverPod, onOpenReference);
    return ExecutorSpecBuilder.forTrial(registry, templates)
        .build(ExecutorConf.create(context, example));
  }

  private static boolean isWithoutExecutors(SparkSettings settings) {
    String key = ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key();
    return settings
        .raw(key)
        .filter(
            master ->
                SparkSettings.hasReference(master) || LocalMaster.find(key, master).isPresent())
        .isPresent();
  }

  private static boolean dependsOnMachine(PodsmithException failure) {
    if (failure instanceof InvalidConfigurationException) {
      return false;
    }
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof IOException
          || t instanceof UncheckedIOException
          || t.getClass().getName().endsWith("KubernetesClientException")) {
        return true;
      }
    }
    return false;
  }
}
