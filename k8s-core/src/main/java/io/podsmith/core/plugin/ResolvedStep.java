// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;

/**
 * A step ready to be called with the right context class loader.
 *
 * @param place its place among all steps of the role, those counted that were not asked for
 */
public record ResolvedStep(StepInfo info, KubernetesFeatureConfigStep step, int place) {}
