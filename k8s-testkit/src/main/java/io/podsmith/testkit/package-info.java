// SPDX-License-Identifier: Apache-2.0
/**
 * Test support for step authors.
 *
 * <p>Extend {@link io.podsmith.testkit.FeatureStepContract} first: it checks the rules that every
 * step must follow, and requires only the factory and settings that request the feature. Check the
 * behavior of the step with {@link io.podsmith.testkit.SparkPodAssert} on a pod that the step
 * edited with a configuration from {@link io.podsmith.testkit.TestConf}. To run complete
 * applications, use the cluster in {@link io.podsmith.testkit.cluster}.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
