// SPDX-License-Identifier: Apache-2.0
/** Deletes pods, and everything else when the application ends. */
@NullMarked
package io.podsmith.scheduler.pods.cleanup;

import org.jspecify.annotations.NullMarked;
