// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** A volume of the user, as Spark's contract has it. */
public record KubernetesVolumeSpec(
    String volumeName,
    String mountPath,
    String mountSubPath,
    String mountSubPathExpr,
    boolean mountReadOnly,
    KubernetesVolumeSpecificConf volumeConf) {}
