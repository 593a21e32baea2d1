// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;
import java.util.Set;

/**
 * Makes steps of listed classes that implement another contract than Podsmith's.
 *
 * <p>Discovered by {@link java.util.ServiceLoader} beside the engine, not in step jars. The engine
 * sets the context class loader around each call of {@link #create} and of the step.
 */
public interface StepClassAdapter {
  /** Returns whether a class implements the contract of this adapter. */
  boolean accepts(Class<?> type);

  /**
   * Explains why an accepted class cannot run in a role.
   *
   * @return words that follow the name of the class, such as "cannot run in driver pods; …"; empty
   *     if it can
   */
  Optional<String> problem(Class<?> type, PodRole role);

  /**
   * Returns the keys of the settings that a class may read, as far as they can be known. They count
   * as declared: they are not reported as settings that do not exist.
   */
  default Set<String> settings(Class<?> type) {
    return Set.of();
  }

  /**
   * Makes a step for one pod.
   *
   * @param type a class without a problem, with a public constructor without arguments
   * @throws ReflectiveOperationException if the constructor cannot be called, or throws
   */
  KubernetesFeatureConfigStep create(Class<?> type, KubernetesConf conf)
      throws ReflectiveOperationException;
}
