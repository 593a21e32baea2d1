// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.podsmith.api.PodRole;
import java.util.Optional;

/**
 * A step, as errors of its code name it.
 *
 * @param id the id of the step
 * @param source where it comes from
 * @param role whose pod it is called for, empty where that is not known
 */
public record CalledStep(String id, StepSource source, Optional<PodRole> role) {
  /** Returns for example {@code executor step acme.logs from plugin logs (logs.jar)}. */
  String described() {
    return "%sstep %s from %s"
        .formatted(role.map(each -> each.label() + " ").orElse(""), id, source.origin());
  }
}
