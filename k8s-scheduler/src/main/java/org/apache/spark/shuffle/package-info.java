// SPDX-License-Identifier: Apache-2.0
/** Spark's name for shuffle on volumes. The code is in {@link io.podsmith.scheduler.shuffle}. */
@NullMarked
package org.apache.spark.shuffle;

import org.jspecify.annotations.NullMarked;
