// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** A directory of the node. */
public record KubernetesHostPathVolumeConf(String hostPath, String volumeType)
    implements KubernetesVolumeSpecificConf {}
