/**
 * The settings of the user: how they are read, and the typed views of them that steps see.
 *
 * <p>{@link io.podsmith.core.conf.SparkSettings} holds the settings of the user. {@link
 * io.podsmith.core.conf.DriverConf} and {@link io.podsmith.core.conf.ExecutorConf} turn them into
 * typed views. Values that are known to Spark only come from {@link
 * io.podsmith.core.conf.SparkRuntime}.
 */
@NullMarked
package io.podsmith.core.conf;

import org.jspecify.annotations.NullMarked;
