// SPDX-License-Identifier: Apache-2.0
/** Compares plans, and what two distributions make of the same settings. */
@NullMarked
package io.podsmith.diff;

import org.jspecify.annotations.NullMarked;
