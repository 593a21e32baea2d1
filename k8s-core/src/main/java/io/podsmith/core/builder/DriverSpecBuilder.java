// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.core.builder.checks.ObjectNames;
import io.podsmith.core.builder.checks.PodChecks;
import io.podsmith.core.builder.files.DriverFiles;
import io.podsmith.core.builder.files.DriverProperties;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.Differences;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.executors.ExecutorSettings;
import io.podsmith.core.plugin.PluginShipment;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.template.TemplateOverrides;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Builds all that is to be created for a driver, without creating anything. */
public final class DriverSpecBuilder {
  private final StepRegistry registry;
  private final ExampleExecutor example;

  /** Builds with the steps of a registry, and tries the first executor. */
  public DriverSpecBuilder(StepRegistry registry) {
    this(registry, ExampleExecutor.FIRST);
  }

  /**
   * Builds with the steps of a registry.
   *
   * @param example the executor to try
   */
  public DriverSpecBuilder(StepRegistry registry, ExampleExecutor example) {
    this.registry = registry;
    this.example = example;
  }

  /**
   * Builds a driver: from its template, through all steps, to the pod with Spark's properties and
   * with the plugins whose steps are to run there.
   *
   * @throws io.podsmith.api.error.PodsmithException where something is wrong with a setting, a step
   *     or a plugin
   */
  public DriverSpec build(DriverConf conf) {
    PodTemplates templates = PodTemplates.ofDrivers();
    SparkPod start = templates.initialPod(conf);
    PodTemplates ofExecutors = PodTemplates.ofExecutors();
    if (!leavesTemplateToDriver(conf)) {
      // for its errors only, which would not show before the driver requests executors
      ofExecutors.initialPod(conf);
    }
    boolean hasStepsOfExecutors = registry.checkExecutorSteps();
    registry.checkSettings(PodRole.DRIVER, conf.mainAppResource().file().stream().toList());
    PodHistory history = PodHistory.of(templates.author(conf), start);
    List<ResolvedStep> steps = registry.resolve(conf);
    PodFold fold = PodFold.ofDriver(start, history, steps);
    // before anything is uploaded
    PodChecks.Rules rules = PodChecks.Rules.of(conf);
    PodChecks.check(fold.pod().assemble(), rules, () -> history);
    rules.requireKinds(fold.authorsOfObjects().keySet(), fold::authorsOfObjects);
    ObjectNames.ofDriver(conf).warn(fold.authorsOfObjects());
    // the driver reads what steps set, too
    ExecutorSettings.check(
        SparkSettings.of(DriverProperties.merge(conf.settings(), fold.properties()), Map.of()));
    TrialResult trial = tryExecutor(conf, ofExecutors, fold, hasStepsOfExecutors);

    PluginShipment shipment = PluginShipment.of(registry, conf);
    SortedMap<String, String> all =
        shipment.rewrite(DriverProperties.merge(conf.settings(), fold.properties()));
    DriverFiles files =
        DriverFiles.of(conf, DriverProperties.of(conf.settings(), all, registry.secretKeys()));

    SparkPod mounted = files.mount(shipment.mount(fold.pod()));
    history.add(Author.engine(), mounted);
    boolean isAtomic = conf.settings().get(PodsmithKeys.ATOMIC_SUBMISSION);
    SparkPod pod = isAtomic ? SubmissionLease.gate(mounted) : mounted;
    List<HasMetadata> preResources = new ArrayList<>();
    if (isAtomic) {
      SubmissionLease.requireScheduled(pod.assemble(), history);
      history.add(Author.atomicSubmission(), pod);
      preResources.add(SubmissionLease.job(conf, pod));
    }
    List<HasMetadata> named = new ArrayList<>(preResources);
    named.addAll(files.objects());
    preResources.addAll(fold.preResources());
    TemplateOverrides.log("the driver pod", PodRole.DRIVER, start, pod);
    List<HasMetadata> ours = new ArrayList<>(shipment.configMaps());
    ours.addAll(files.objects());
    List<HasMetadata> resources = new ArrayList<>(fold.resources());
    resources.addAll(ours);
    List<StepContribution> contributions = new ArrayList<>(fold.contributions());
    contributions.add(
        new StepContribution(
            StepContribution.ENGINE,
            "k8s-core",
            Differences.between(fold.pod(), pod).withObjects(ours).words()));
    conf.warnAboutUploads();
    Pod built = pod.assemble();
    EnvOrder.sortIn(built);
    PodChecks.check(built, rules, () -> history);
    PodChecks.warn(built, PodRole.DRIVER.label(), history);
    return new DriverSpec(
        built,
        List.copyOf(preResources),
        List.copyOf(resources),
        Collections.unmodifiableSortedMap(all),
        List.copyOf(contributions),
        SpecOrigins.of(
            history,
            fold.authorsOfObjects(),
            ObjectNames.ofDriver(conf).uniqueParts(named),
            steps.stream().map(step -> step.info().id()).toList()),
        IdleSteps.of(registry, PodRole.DRIVER, steps, contributions),
        trial.executor(),
        trial.unknown());
  }

  private TrialResult tryExecutor(
      DriverConf conf, PodTemplates ofExecutors, PodFold fold, boolean hasSteps) {
    if (!hasSteps) {
      return TrialResult.unknown(
          "%s names a step that only the image of the driver has."
              .formatted(PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS.key()));
    }
    if (leavesTemplateToDriver(conf)) {
      return TrialResult.unknown(
          "%s is a file in the image of the driver."
              .formatted(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key()));
    }
    return new ExecutorTrial(registry, conf, ofExecutors, example)
        .run(fold.properties(), fold.pod().assemble());
  }

  /** Where no step ships the template of executors, the driver finds it in the image. */
  private boolean leavesTemplateToDriver(DriverConf conf) {
    return conf.contains(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE)
        && !registry.reads(PodRole.DRIVER, PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE);
  }
}
