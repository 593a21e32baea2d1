// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;

/** Who a step is and where it came from. */
public record StepInfo(
    String id, String description, StepPhase phase, StepScope scope, String origin) {}
