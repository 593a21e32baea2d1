// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import java.util.function.IntFunction;

/** Builds what is created for one executor. Called from several threads at once. */
@FunctionalInterface
public interface ExecutorSpecFactory {
  /** In place of an executor's id: what is built is the template of many. */
  long TEMPLATE = 0;

  /** What stands in a template where an executor's id belongs; such executors ask for their id. */
  String ID_IN_TEMPLATE = Constants.EXECUTOR_ID_IN_TEMPLATE;

  /**
   * Builds the pod of an executor and what belongs to it.
   *
   * @param executorId a positive number, or {@link #TEMPLATE}
   * @throws io.podsmith.api.error.PodsmithException where the settings or a step make that
   *     impossible; it would be so for the next executor, too, and ends the application
   */
  ExecutorSpec build(long executorId, int resourceProfileId);

  /**
   * Returns a factory that runs the steps.
   *
   * @param resources answers the resources of a resource profile by its id
   */
  static ExecutorSpecFactory of(
      ExecutorSpecBuilder builder,
      ExecutorContext context,
      IntFunction<ExecutorResources> resources) {
    return (executorId, profileId) ->
        builder.build(
            ExecutorConf.create(
                context,
                executorId == TEMPLATE ? ID_IN_TEMPLATE : Long.toString(executorId),
                profileId,
                resources.apply(profileId)));
  }
}
