// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.Optional;

/**
 * The view that a step is given.
 *
 * @param conf the view
 * @param reads what the step reads from it, empty if that is not recorded
 */
public record StepView<C extends KubernetesConf>(C conf, Optional<StepReads> reads) {
  /** Returns the view of the pod for a step. */
  public static StepView<? extends KubernetesConf> of(KubernetesConf conf, String stepId) {
    if (conf instanceof DriverConf driver) {
      return driver
          .readsOf(stepId)
          .<StepView<? extends KubernetesConf>>map(
              reads -> new StepView<>(new RecordedDriverConf(driver, reads), Optional.of(reads)))
          .orElseGet(() -> new StepView<>(conf, Optional.empty()));
    }
    return conf instanceof KubernetesExecutorConf executor
        ? of(executor, stepId)
        : new StepView<>(conf, Optional.empty());
  }

  /** Returns the view of an executor for a step. */
  public static StepView<KubernetesExecutorConf> of(KubernetesExecutorConf conf, String stepId) {
    if (conf instanceof ExecutorConf executor) {
      Optional<StepReads> reads = executor.readsOf(stepId);
      if (reads.isPresent()) {
        return new StepView<>(new RecordedExecutorConf(executor, reads.get()), reads);
      }
    }
    return new StepView<>(conf, Optional.empty());
  }
}
