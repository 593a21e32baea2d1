// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** A directory of an NFS server. */
public record KubernetesNFSVolumeConf(String path, String server)
    implements KubernetesVolumeSpecificConf {}
