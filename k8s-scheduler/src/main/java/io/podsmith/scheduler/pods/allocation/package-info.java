// SPDX-License-Identifier: Apache-2.0
/** What all kinds of allocators share, and the adapter for a user's own. */
@NullMarked
package io.podsmith.scheduler.pods.allocation;

import org.jspecify.annotations.NullMarked;
