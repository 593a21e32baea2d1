// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import scala.Option;

/** An empty directory of the pod. */
public record KubernetesEmptyDirVolumeConf(Option<String> medium, Option<String> sizeLimit)
    implements KubernetesVolumeSpecificConf {}
