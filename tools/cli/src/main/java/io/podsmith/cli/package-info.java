// SPDX-License-Identifier: Apache-2.0
/** The {@code podsmith} command: options, settings, output and exit codes of all its commands. */
@NullMarked
package io.podsmith.cli;

import org.jspecify.annotations.NullMarked;
