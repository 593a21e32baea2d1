// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the specs of drivers and executors by a fold of ordered steps over a pod.
 *
 * <p>{@link io.podsmith.core.builder.DriverSpecBuilder} and {@link
 * io.podsmith.core.builder.ExecutorSpecBuilder} start from a pod template ({@code PodTemplates}) or
 * an empty pod, and run the steps of a {@link io.podsmith.core.plugin.StepRegistry} over it ({@code
 * PodFold}). A driver also gets the plugins whose steps it needs, and its configuration files
 * ({@link io.podsmith.core.builder.files}). {@code ProfilePod} derives the executors of a resource
 * profile from one pod.
 *
 * <p>Nothing here sends requests to a cluster. {@link
 * io.podsmith.core.builder.history.StepContribution} records what each step added, by name and
 * without values.
 */
@NullMarked
package io.podsmith.core.builder;

import org.jspecify.annotations.NullMarked;
