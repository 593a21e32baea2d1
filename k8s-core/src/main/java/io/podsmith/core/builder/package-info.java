/**
 * Builds pods: one fold of ordered steps for both roles, and what surrounds it.
 *
 * <p>{@link io.podsmith.core.builder.DriverSpecBuilder} and {@link
 * io.podsmith.core.builder.ExecutorSpecBuilder} start from a pod template ({@code PodTemplates}),
 * or from an empty pod, and run the steps of a {@link io.podsmith.core.plugin.StepRegistry} over it
 * ({@code PodFold}). A driver gets, on top of that, the plugins whose steps it needs and the
 * ConfigMap with Spark's properties ({@link io.podsmith.core.builder.SparkConfMaps}) and the files
 * of {@code SPARK_CONF_DIR} ({@link io.podsmith.core.builder.SparkConfDir}). {@code
 * DriverProperties} decides which properties stand where.
 *
 * <p>Nothing here talks to a cluster. What each step added is told by {@link
 * io.podsmith.core.builder.StepContribution}, in names and never in values.
 */
@NullMarked
package io.podsmith.core.builder;

import org.jspecify.annotations.NullMarked;
