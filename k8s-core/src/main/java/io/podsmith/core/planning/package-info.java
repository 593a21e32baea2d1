// SPDX-License-Identifier: Apache-2.0
/** Builds a submission without creating anything, and describes it as a plan. */
@NullMarked
package io.podsmith.core.planning;

import org.jspecify.annotations.NullMarked;
