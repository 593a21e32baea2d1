// SPDX-License-Identifier: Apache-2.0
/**
 * What crosses the border between Spark's classes and the engine: texts, numbers and collections of
 * the JDK. Both sides share these types and no others.
 */
@NullMarked
package io.podsmith.bridge.border;

import org.jspecify.annotations.NullMarked;
