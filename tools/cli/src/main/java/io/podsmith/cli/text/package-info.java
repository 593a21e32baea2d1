// SPDX-License-Identifier: Apache-2.0
/** Text that commands print: wrapped lines, colors, and the words for parts of a plan. */
@NullMarked
package io.podsmith.cli.text;

import org.jspecify.annotations.NullMarked;
