// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import scala.Option;
import scala.collection.immutable.Map;

/** A volume claim. */
public record KubernetesPVCVolumeConf(
    String claimName,
    Option<String> storageClass,
    Option<String> size,
    Option<Map<String, String>> labels,
    Option<Map<String, String>> annotations)
    implements KubernetesVolumeSpecificConf {}
