// SPDX-License-Identifier: Apache-2.0
/** Checks of pods and objects after each step and at the end, whose errors name the author. */
@NullMarked
package io.podsmith.core.builder.checks;

import org.jspecify.annotations.NullMarked;
