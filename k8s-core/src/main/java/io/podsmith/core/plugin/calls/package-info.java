// SPDX-License-Identifier: Apache-2.0
/** Calls into steps: their class loader, their errors, and how long they take. */
@NullMarked
package io.podsmith.core.plugin.calls;

import org.jspecify.annotations.NullMarked;
