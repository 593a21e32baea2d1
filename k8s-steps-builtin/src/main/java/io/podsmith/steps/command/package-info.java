// SPDX-License-Identifier: Apache-2.0
/** The command line by which the image's entrypoint starts a driver. */
@NullMarked
package io.podsmith.steps.command;

import org.jspecify.annotations.NullMarked;
