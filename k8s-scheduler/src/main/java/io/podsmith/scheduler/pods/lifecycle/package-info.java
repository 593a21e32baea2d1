// SPDX-License-Identifier: Apache-2.0
/** Handles the ends of executors: tells the scheduler why, and gives up when too many fail. */
@NullMarked
package io.podsmith.scheduler.pods.lifecycle;

import org.jspecify.annotations.NullMarked;
