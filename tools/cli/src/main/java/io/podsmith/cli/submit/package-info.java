// SPDX-License-Identifier: Apache-2.0
/** The command {@code submit}, and what makes it start fast. */
@NullMarked
package io.podsmith.cli.submit;

import org.jspecify.annotations.NullMarked;
