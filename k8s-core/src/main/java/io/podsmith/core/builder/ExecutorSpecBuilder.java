package io.podsmith.core.builder;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.ExecutorConf;
import io.podsmith.core.plugin.StepRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds all that is to be created for an executor, without creating anything.
 *
 * <p>Made once an application: templates are read once, and the first pod is logged with the step
 * that added each part. Safe for use by several threads.
 */
public final class ExecutorSpecBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSpecBuilder.class);

  private final StepRegistry registry;
  private final AtomicBoolean isTold = new AtomicBoolean();
  private final PodTemplates templates = PodTemplates.ofExecutors();

  /**
   * Builds with the steps of a registry.
   *
   * @throws io.podsmith.api.error.SparkKubernetesException where the settings name a step for
   *     executors that there is not, or steps cannot be put in order
   */
  public ExecutorSpecBuilder(StepRegistry registry) {
    this.registry = registry;
    registry.steps(PodRole.EXECUTOR);
  }

  /**
   * Builds an executor: from its template, through all steps.
   *
   * @throws io.podsmith.api.error.SparkKubernetesException where something is wrong with a setting
   *     or a step
   */
  public ExecutorSpec build(ExecutorConf conf) {
    boolean isFirst = !isTold.getAndSet(true);
    PodFold fold = PodFold.ofExecutor(templates.initialPod(conf), registry.resolve(conf), isFirst);
    if (isFirst) {
      LOG.info(StepContribution.account("The pod of each executor", fold.contributions()));
    }
    return new ExecutorSpec(fold.pod().toPod(), fold.preResources(), fold.resources());
  }
}
