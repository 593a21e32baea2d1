// SPDX-License-Identifier: Apache-2.0
/** Runs inside the child JVM of a distribution; needs nothing but the JDK at compile time. */
@NullMarked
package io.podsmith.diff.worker;

import org.jspecify.annotations.NullMarked;
