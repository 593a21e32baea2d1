// SPDX-License-Identifier: Apache-2.0
/** Commands that list and describe feature steps. */
@NullMarked
package io.podsmith.cli.steps;

import org.jspecify.annotations.NullMarked;
