// SPDX-License-Identifier: Apache-2.0
/**
 * Spark's names of the types that step classes for Spark's own Kubernetes jar implement. The code
 * is in {@link io.podsmith.scheduler.steps}.
 */
@NullMarked
package org.apache.spark.deploy.k8s.features;

import org.jspecify.annotations.NullMarked;
