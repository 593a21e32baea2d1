// SPDX-License-Identifier: Apache-2.0
/**
 * Shuffle files on persistent volumes that outlive their executor.
 *
 * <p>{@link io.podsmith.scheduler.shuffle.VolumeShuffleIo} writes as Spark does. An executor that
 * gets the volume of a dead one looks there for {@link io.podsmith.scheduler.shuffle.OldMapOutput}s
 * and makes the intact ones its own.
 */
@NullMarked
package io.podsmith.scheduler.shuffle;

import org.jspecify.annotations.NullMarked;
