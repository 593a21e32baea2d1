// SPDX-License-Identifier: Apache-2.0
/**
 * The settings with their keys, types and defaults, and the constants that pods share with Spark.
 */
@NullMarked
package io.podsmith.core.conf.keys;

import org.jspecify.annotations.NullMarked;
