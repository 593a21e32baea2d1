// SPDX-License-Identifier: Apache-2.0
/** Compares plans, files of settings and running drivers. */
@NullMarked
package io.podsmith.cli.diff;

import org.jspecify.annotations.NullMarked;
