// SPDX-License-Identifier: Apache-2.0
/** Commands that show what a submission would create, and which step and setting decide it. */
@NullMarked
package io.podsmith.cli.explain;

import org.jspecify.annotations.NullMarked;
