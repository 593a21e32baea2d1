// SPDX-License-Identifier: Apache-2.0
/** Compares the contract with the baselines in {@code src/compat}. */
@NullMarked
package io.podsmith.api.compat;

import org.jspecify.annotations.NullMarked;
