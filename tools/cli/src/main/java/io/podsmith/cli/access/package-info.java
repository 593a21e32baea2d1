// SPDX-License-Identifier: Apache-2.0
/** Prints the rights that jobs need, and checks a cluster for a job. */
@NullMarked
package io.podsmith.cli.access;

import org.jspecify.annotations.NullMarked;
