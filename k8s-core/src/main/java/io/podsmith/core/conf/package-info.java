/**
 * Settings: where they are read, what they are called and what they mean.
 *
 * <p>{@link io.podsmith.core.conf.SparkSettings} holds what the user gave. {@link
 * io.podsmith.core.conf.ConfigKeys} names the settings of Spark on Kubernetes, {@link
 * io.podsmith.core.conf.SparkKeys} those of Spark itself that pods depend on, and {@link
 * io.podsmith.core.conf.PodsmithKeys} ours. {@link io.podsmith.core.conf.DriverConf} and {@link
 * io.podsmith.core.conf.ExecutorConf} turn them into the typed views that steps see. What only
 * Spark itself can tell comes through {@link io.podsmith.core.conf.SparkRuntime}.
 */
@NullMarked
package io.podsmith.core.conf;

import org.jspecify.annotations.NullMarked;
