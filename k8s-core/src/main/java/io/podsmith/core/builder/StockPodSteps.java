// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.checks.ObjectNames;
import io.podsmith.core.builder.checks.PodChecks;
import io.podsmith.core.builder.files.DriverProperties;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.plugin.PluginShipment;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs third-party steps over pods that Spark's own Kubernetes jar has built, where that jar cannot
 * be replaced.
 *
 * <p>Spark's built-in steps have run before and Spark creates the objects, so less is possible than
 * with Podsmith as the resource manager. What is not possible is an error. Safe for use by several
 * threads.
 */
public final class StockPodSteps {
  private static final Logger LOG = LoggerFactory.getLogger(StockPodSteps.class);

  private final StepRegistry registry;
  private final AtomicBoolean isChecked = new AtomicBoolean();
  private final AtomicBoolean isTold = new AtomicBoolean();

  /** Runs the steps of a registry, which has no built-in steps. */
  public StockPodSteps(StepRegistry registry) {
    this.registry = registry;
  }

  /**
   * Runs the steps of a driver. Uploads plugins if the user set a place for that; creates nothing
   * on the cluster.
   *
   * @param conf the view of the driver
   * @param start the pod after Spark's built-in steps
   * @param runsExecutorSteps whether the driver will run the steps of executors
   * @throws PodsmithException if a setting, a step or a plugin is invalid, or if a step requires
   *     what Spark's own jar does not do
   */
  public StockPod driver(DriverConf conf, SparkPod start, boolean runsExecutorSteps) {
    new StockPodRules(registry).check(PodRole.DRIVER);
    if (runsExecutorSteps) {
      new StockPodRules(registry).check(PodRole.EXECUTOR);
    } else {
      warnAboutExecutorSteps();
    }
    registry.checkSettings(PodRole.DRIVER, conf.mainAppResource().file().stream().toList());
    PodHistory history = PodHistory.of(Author.stockSpark(), start);
    List<ResolvedStep> steps = registry.resolve(conf);
    PodFold fold = PodFold.ofDriver(start, history, steps);
    PodChecks.Rules rules = PodChecks.Rules.of(conf);
    PodChecks.check(fold.pod().assemble(), rules, () -> history);
    rules.requireKinds(fold.objects(), fold::authorsOfObjects);
    PodChecks.warn(fold.pod().assemble(), PodRole.DRIVER.label(), history);
    ObjectNames.ofDriver(conf).warn(fold.authorsOfObjects());
    if (runsExecutorSteps && conf.get(PodsmithKeys.TRY_EXECUTOR_STEPS)) {
      tryExecutor(conf, fold);
    }
    LOG.info(
        StepContribution.account(
            "After Spark's built-in steps, the driver pod",
            fold.contributions(),
            IdleSteps.of(registry, PodRole.DRIVER, steps, fold.contributions())));
    return ship(conf, fold);
  }

  private void warnAboutExecutorSteps() {
    List<String> idle = registry.steps(PodRole.EXECUTOR).stream().map(StepInfo::id).toList();
    if (!idle.isEmpty()) {
      LOG.warn(
          "Steps {} do not run for executors, because {} does not name the bridge",
          String.join(", ", idle),
          PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS.key());
    }
  }

  /** Adds the plugins that the driver needs, as Podsmith's own submissions do. */
  private StockPod ship(DriverConf conf, PodFold fold) {
    PluginShipment shipment = PluginShipment.of(registry, conf);
    SortedMap<String, String> before = DriverProperties.merge(conf.settings(), fold.properties());
    SortedMap<String, String> after = shipment.rewrite(before);
    Map<String, String> properties = new TreeMap<>(fold.properties());
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> properties.put(key, ""));
    after.forEach(
        (key, value) -> {
          if (!value.equals(before.get(key))) {
            properties.put(key, value);
          }
        });
    List<HasMetadata> resources = new ArrayList<>(fold.resources());
    resources.addAll(shipment.configMaps());
    conf.warnAboutUploads();
    return new StockPod(shipment.mount(fold.pod()), properties, fold.preResources(), resources);
  }

  /**
   * Runs the steps of an executor at submission, over a pod that has little of what Spark will add.
   * A step that creates objects is found by this; a failure may come from what is missing and is a
   * warning only.
   */
  private void tryExecutor(DriverConf conf, PodFold driver) {
    ExecutorConf executor =
        ExecutorConf.create(
            conf.executorContextForTrial(
                driver.properties(), driver.pod().assemble(), reference -> {}),
            ExampleExecutor.FIRST);
    SparkPod pod =
        SparkPod.empty()
            .editMetadata(
                metadata ->
                    metadata
                        .withName(executor.podName())
                        .addToLabels(executor.labels())
                        .addToAnnotations(executor.annotations()))
            .editContainer(
                container ->
                    container
                        .withName(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
                        .withImage(executor.image()));
    try {
      executor(executor, pod, true);
    } catch (RefusedObjects e) {
      throw e;
    } catch (PodsmithException e) {
      LOG.warn(
          "The steps of executors fail for a pod without the parts that Spark adds ({}); the driver"
              + " runs them for complete pods. To skip this check, set {} to false",
          e.getMessage(),
          PodsmithKeys.TRY_EXECUTOR_STEPS.key());
    }
  }

  /**
   * Runs the steps of an executor.
   *
   * @param conf the view of the executor
   * @param start the pod after Spark's built-in steps
   * @return the pod, without properties and objects
   * @throws PodsmithException if a setting or a step is invalid, or if a step requires what Spark's
   *     own jar does not do
   */
  public StockPod executor(ExecutorConf conf, SparkPod start) {
    if (!isChecked.get()) {
      new StockPodRules(registry).check(PodRole.EXECUTOR);
      registry.checkSettings(PodRole.EXECUTOR, List.of());
      isChecked.set(true);
    }
    return executor(conf, start, false);
  }

  private StockPod executor(ExecutorConf conf, SparkPod start, boolean isTrial) {
    PodHistory history = PodHistory.of(Author.stockSpark(), start);
    List<ResolvedStep> shared = registry.resolveShared(conf);
    PodFold fold = PodFold.ofExecutor(start, Optional.of(history), shared);
    SparkPod pod = fold.pod();
    for (ResolvedStep step : shared) {
      pod = step.step().deriveForExecutor(pod, conf);
      history.add(Author.step(step.info(), PodRole.EXECUTOR.label()), pod);
    }
    List<ResolvedStep> others = registry.resolveFrom(registry.shared(conf), conf);
    PodFold rest = PodFold.ofExecutor(pod, Optional.of(history), others);
    refuseObjects(fold);
    refuseObjects(rest);
    PodChecks.check(rest.pod().assemble(), PodChecks.Rules.of(conf), () -> history);
    if (!isTrial && !isTold.getAndSet(true)) {
      PodChecks.warn(rest.pod().assemble(), PodRole.EXECUTOR.label(), history);
      List<StepContribution> all =
          Stream.of(fold, rest).flatMap(each -> each.contributions().stream()).toList();
      List<ResolvedStep> steps = Stream.of(shared, others).flatMap(List::stream).toList();
      LOG.info(
          StepContribution.account(
              "After Spark's built-in steps, the pod of each executor",
              all,
              IdleSteps.of(registry, PodRole.EXECUTOR, steps, all)));
    }
    return new StockPod(rest.pod(), Map.of(), List.of(), List.of());
  }

  private static void refuseObjects(PodFold fold) {
    fold.objects().stream()
        .findFirst()
        .ifPresent(
            object -> {
              StepInfo step =
                  Optional.ofNullable(fold.authorsOfObjects().get(object))
                      .flatMap(Author::step)
                      .orElseThrow();
              throw new RefusedObjects(step, object);
            });
  }

  /** Spark's own jar does not create the objects of executors. */
  private static final class RefusedObjects extends StepException {
    private static final long serialVersionUID = 1L;

    RefusedObjects(StepInfo step, HasMetadata object) {
      super(
          PodsmithError.STEP_RESULT,
          step.id(),
          step.origin(),
          ("step %s from %s returned the %s '%s' for an executor, but Spark's own Kubernetes jar"
                  + " creates no such objects for executors; return objects for drivers only,"
                  + " disable the step with %s=%s, or replace Spark's Kubernetes jar by Podsmith")
              .formatted(
                  step.id(),
                  step.origin(),
                  object.getKind(),
                  object.getMetadata().getName(),
                  PodsmithKeys.STEPS_DISABLED.key(),
                  step.id()),
          null);
    }
  }
}
