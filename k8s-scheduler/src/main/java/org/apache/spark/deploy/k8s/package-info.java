// SPDX-License-Identifier: Apache-2.0
/**
 * Spark's name for what writes a failure on the driver's pod. The code is in {@link
 * io.podsmith.scheduler}.
 */
@NullMarked
package org.apache.spark.deploy.k8s;

import org.jspecify.annotations.NullMarked;
