// SPDX-License-Identifier: Apache-2.0
/** Secrets that are planted in a whole run, and the search for them. */
@NullMarked
package io.podsmith.scheduler.secrets;

import org.jspecify.annotations.NullMarked;
