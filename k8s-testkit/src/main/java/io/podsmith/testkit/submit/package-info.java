// SPDX-License-Identifier: Apache-2.0
/**
 * Runs applications in tests: {@link io.podsmith.testkit.submit.Submission} describes one, and
 * builds its pods without a cluster or creates its driver without Spark; {@link
 * io.podsmith.testkit.submit.SparkSubmit} runs it as a complete job on an {@link
 * io.podsmith.testkit.cluster.EmbeddedCluster}.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit.submit;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
