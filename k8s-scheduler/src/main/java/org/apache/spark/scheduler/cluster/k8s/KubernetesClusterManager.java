// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.scheduler.cluster.k8s;

import io.podsmith.scheduler.ClusterManager;

/** What a SparkContext finds for a {@code k8s://} master. */
public final class KubernetesClusterManager extends ClusterManager {}
