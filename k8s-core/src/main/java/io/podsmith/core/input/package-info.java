// SPDX-License-Identifier: Apache-2.0
/** Limits of what is read from others, so that hostile input is an error and not a crash. */
@NullMarked
package io.podsmith.core.input;

import org.jspecify.annotations.NullMarked;
