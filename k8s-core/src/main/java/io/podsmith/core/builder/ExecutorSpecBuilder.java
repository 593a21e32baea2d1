// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Builds all that is to be created for an executor, without creating anything.
 *
 * <p>Made once an application: templates are read once, steps that executors share run once a
 * resource profile ({@code ProfilePod}), and the first pod of a profile is logged with the step
 * that added each part. Safe for use by several threads.
 */
public final class ExecutorSpecBuilder {
  private final StepRegistry registry;
  private final boolean isTrial;
  private final PodTemplates templates;
  private final ConcurrentMap<Object, ProfilePod> profiles = new ConcurrentHashMap<>();

  /**
   * Builds with the steps of a registry.
   *
   * @throws io.podsmith.api.error.PodsmithException if the settings name a step for executors that
   *     does not exist, or steps cannot be put in order
   */
  public ExecutorSpecBuilder(StepRegistry registry) {
    this(registry, PodTemplates.ofExecutors(), false);
  }

  /**
   * @param isTrial whether no executor is created, so that the account of the first one is of no
   *     interest
   */
  private ExecutorSpecBuilder(StepRegistry registry, PodTemplates templates, boolean isTrial) {
    this.registry = registry;
    this.templates = templates;
    this.isTrial = isTrial;
    registry.steps(PodRole.EXECUTOR);
    registry.checkSettings(PodRole.EXECUTOR, List.of());
  }

  /**
   * Builds executors of which none is created.
   *
   * @param templates the templates of executors, which may have been read already
   */
  static ExecutorSpecBuilder forTrial(StepRegistry registry, PodTemplates templates) {
    return new ExecutorSpecBuilder(registry, templates, true);
  }

  /**
   * Builds an executor: from its template, through all steps.
   *
   * @throws io.podsmith.api.error.PodsmithException where something is wrong with a setting or a
   *     step
   */
  public ExecutorSpec build(ExecutorConf conf) {
    return profiles
        .computeIfAbsent(
            conf.sharedWithOthers(), key -> ProfilePod.of(registry, templates, conf, isTrial))
        .spec(conf);
  }
}
