// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields without which the API server rejects an object, and which neither Spark nor an
 * admission webhook can be expected to fill in.
 */
final class RequiredFields {
  private static final Map<Class<?>, List<String>> BY_MODEL = new HashMap<>();

  static {
    BY_MODEL.put(ConfigMapKeySelector.class, List.of("key"));
    BY_MODEL.put(ConfigMapVolumeSource.class, List.of("name"));
    BY_MODEL.put(ContainerPort.class, List.of("containerPort"));
    BY_MODEL.put(CSIVolumeSource.class, List.of("driver"));
    BY_MODEL.put(EnvVar.class, List.of("name"));
    BY_MODEL.put(HostAlias.class, List.of("ip"));
    BY_MODEL.put(HostPathVolumeSource.class, List.of("path"));
    BY_MODEL.put(HTTPGetAction.class, List.of("port"));
    BY_MODEL.put(HTTPHeader.class, List.of("name"));
    BY_MODEL.put(KeyToPath.class, List.of("key", "path"));
    BY_MODEL.put(NFSVolumeSource.class, List.of("server", "path"));
    BY_MODEL.put(NodeSelectorRequirement.class, List.of("key", "operator"));
    BY_MODEL.put(ObjectFieldSelector.class, List.of("fieldPath"));
    BY_MODEL.put(OwnerReference.class, List.of("apiVersion", "kind", "name", "uid"));
    BY_MODEL.put(PersistentVolumeClaimVolumeSource.class, List.of("claimName"));
    BY_MODEL.put(PodAffinityTerm.class, List.of("topologyKey"));
    BY_MODEL.put(PodReadinessGate.class, List.of("conditionType"));
    BY_MODEL.put(PodResourceClaim.class, List.of("name"));
    BY_MODEL.put(PodSchedulingGate.class, List.of("name"));
    BY_MODEL.put(ResourceFieldSelector.class, List.of("resource"));
    BY_MODEL.put(SecretKeySelector.class, List.of("key"));
    BY_MODEL.put(SecretVolumeSource.class, List.of("secretName"));
    BY_MODEL.put(Sysctl.class, List.of("name"));
    BY_MODEL.put(TCPSocketAction.class, List.of("port"));
    BY_MODEL.put(
        TopologySpreadConstraint.class, List.of("maxSkew", "topologyKey", "whenUnsatisfiable"));
    BY_MODEL.put(Volume.class, List.of("name"));
    BY_MODEL.put(VolumeDevice.class, List.of("name", "devicePath"));
    BY_MODEL.put(VolumeMount.class, List.of("name", "mountPath"));
  }

  private RequiredFields() {}

  /** Returns the required fields of an object. */
  static List<String> of(Class<?> model) {
    return BY_MODEL.getOrDefault(model, List.of());
  }
}
