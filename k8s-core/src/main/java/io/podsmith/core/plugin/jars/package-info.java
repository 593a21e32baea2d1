// SPDX-License-Identifier: Apache-2.0
/** The jars of plugins: where they are found, and how they reach the driver. */
@NullMarked
package io.podsmith.core.plugin.jars;

import org.jspecify.annotations.NullMarked;
