// SPDX-License-Identifier: Apache-2.0
/**
 * Spark's names for the cluster manager, and for what runs in executors. The code is in {@link
 * io.podsmith.scheduler}.
 */
@NullMarked
package org.apache.spark.scheduler.cluster.k8s;

import org.jspecify.annotations.NullMarked;
