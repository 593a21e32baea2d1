// SPDX-License-Identifier: Apache-2.0
/**
 * Replaces executors one by one while an application runs, the worst first.
 *
 * <p>{@link io.podsmith.scheduler.roll.ExecutorRoller} is the plugin of the driver, {@link
 * io.podsmith.scheduler.roll.RollPolicy} says which executor is the worst.
 */
@NullMarked
package io.podsmith.scheduler.roll;

import org.jspecify.annotations.NullMarked;
