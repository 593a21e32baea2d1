// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** Spark's common type of what a volume is made of. */
public interface KubernetesVolumeSpecificConf {}
