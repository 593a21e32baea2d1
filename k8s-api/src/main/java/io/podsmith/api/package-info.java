// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between the engine that builds Spark's pods and the steps that add to them.
 *
 * <p>Start with {@link io.podsmith.api.FeatureStepFactory}, which a step jar provides. The engine
 * discovers it with {@link java.util.ServiceLoader}, reads its id, its phase ({@link
 * io.podsmith.api.StepPhase}) and the pods that it applies to ({@link io.podsmith.api.PodRole}),
 * and passes it the configuration of one pod. If the feature is requested, the factory returns a
 * {@link io.podsmith.api.KubernetesFeatureConfigStep}, which edits a {@link
 * io.podsmith.api.SparkPod} and may add other Kubernetes objects.
 *
 * <p>The engine calls the factories; step authors implement them. Spark's built-in features use the
 * same mechanism and no other.
 *
 * <p>{@link io.podsmith.api.conf} has the configuration that a step can read, {@link
 * io.podsmith.api.error} the exceptions.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
