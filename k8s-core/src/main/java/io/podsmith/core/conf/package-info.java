// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of the user, and what is known outside of them: files and Spark's own values.
 *
 * <p>{@link io.podsmith.core.conf.SparkSettings} reads the settings and resolves references, {@link
 * io.podsmith.core.conf.UnknownSettings} finds those that do not exist, and {@link
 * io.podsmith.core.conf.SensitiveSettings} those that are secrets. Values that are known to Spark
 * only come from {@link io.podsmith.core.conf.SparkRuntime}.
 */
@NullMarked
package io.podsmith.core.conf;

import org.jspecify.annotations.NullMarked;
