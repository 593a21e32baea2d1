// SPDX-License-Identifier: Apache-2.0
/**
 * Executors that grow while they run: plugins of the driver, and of executors where it takes them.
 *
 * <p>{@link io.podsmith.scheduler.resize.MemoryResizer} looks now and then how much memory
 * executors use. {@link io.podsmith.scheduler.resize.VolumeResizer} hears from {@link
 * io.podsmith.scheduler.resize.DiskReporter} in each executor how full its disks are. What becomes
 * of that is for {@link io.podsmith.scheduler.pods.ExecutorPodManager} to see to.
 */
@NullMarked
package io.podsmith.scheduler.resize;

import org.jspecify.annotations.NullMarked;
