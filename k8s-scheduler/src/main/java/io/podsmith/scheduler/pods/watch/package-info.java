// SPDX-License-Identifier: Apache-2.0
/** Keeps the set of known pods up to date and publishes what changed. */
@NullMarked
package io.podsmith.scheduler.pods.watch;

import org.jspecify.annotations.NullMarked;
