// SPDX-License-Identifier: Apache-2.0
/** Scratch folders for shuffle files and spilled data. */
@NullMarked
package io.podsmith.steps.localdirs;

import org.jspecify.annotations.NullMarked;
