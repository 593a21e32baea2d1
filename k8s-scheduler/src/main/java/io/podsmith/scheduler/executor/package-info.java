// SPDX-License-Identifier: Apache-2.0
/** The main method of the executor's process, and its arguments. */
@NullMarked
package io.podsmith.scheduler.executor;

import org.jspecify.annotations.NullMarked;
