/**
 * The contract between the engine that builds Spark's pods and the steps that add to them.
 *
 * <p>Read it in this order. A {@link io.podsmith.api.FeatureStepFactory} is what a jar offers: the
 * engine finds it with {@link java.util.ServiceLoader}, asks it who it is ({@code id}), where it
 * belongs ({@link io.podsmith.api.StepPhase}) and which pods it is for ({@link
 * io.podsmith.api.PodRole}), and then hands it the configuration of one pod. If the feature was
 * asked for, the factory returns a {@link io.podsmith.api.KubernetesFeatureConfigStep}, which
 * changes a {@link io.podsmith.api.SparkPod} and may add other Kubernetes objects beside it.
 *
 * <p>The engine calls the factories; authors of steps implement them. Spark's own features come
 * through the same door and have no other.
 *
 * <p>What a step may know about the application is in {@link io.podsmith.api.conf}; how things go
 * wrong is in {@link io.podsmith.api.error}.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
