// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;

/** What a container says about the rights of its processes. */
public final class Privileges {
  private Privileges() {}

  /** Returns whether processes may gain rights, where the settings say so; else leaves it open. */
  public static ContainerBuilder apply(
      KubernetesConf conf, ConfigEntry<Optional<Boolean>> mayEscalate, ContainerBuilder container) {
    return conf.get(mayEscalate)
        .map(
            may ->
                container
                    .editOrNewSecurityContext()
                    .withAllowPrivilegeEscalation(may)
                    .endSecurityContext())
        .orElse(container);
  }
}
