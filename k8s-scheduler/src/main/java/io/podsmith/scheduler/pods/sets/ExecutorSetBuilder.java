// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.cluster.OwnerReferences;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a stateful set or deployment of what the steps have built for an executor. */
public final class ExecutorSetBuilder {
  static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final String APP_ID_KEY = "spark.app.id";
  private static final String NAME = "[a-z0-9]([-.a-z0-9]*[a-z0-9])?";

  private final SetKind kind;
  private final String namespace;
  private final String appId;
  private final Optional<Pod> driverPod;
  private final boolean keepsClaims;
  private final int usualCost;

  /**
   * @param driverPod the owner of the sets, empty where the driver runs outside the cluster
   * @param keepsClaims whether claims outlive the pods that are taken away when a set shrinks
   * @param usualCost the deletion cost of executors that are wanted
   */
  public ExecutorSetBuilder(
      SetKind kind,
      String namespace,
      String appId,
      Optional<Pod> driverPod,
      boolean keepsClaims,
      int usualCost) {
    this.kind = kind;
    this.namespace = namespace;
    this.appId = appId;
    this.driverPod = driverPod;
    this.keepsClaims = keepsClaims;
    this.usualCost = usualCost;
  }

  String appId() {
    return appId;
  }

  String nameOf(int profileId) {
    return kind.nameOf(appId, profileId);
  }

  /**
   * Makes the set of a resource profile.
   *
   * @param template what was built with {@link ExecutorSpecFactory#TEMPLATE}
   * @throws InvalidConfigurationException where the settings ask for what this kind cannot do
   */
  public ExecutorSetSpec build(int profileId, int replicas, ExecutorSpec template) {
    checkName(nameOf(profileId));
    Map<String, PersistentVolumeClaim> claims = claims(template);
    checkClaims(template.pod(), claims);
    ObjectMeta meta = meta(profileId);
    LabelSelector selector = new LabelSelectorBuilder().withMatchLabels(labels(profileId)).build();
    HasMetadata set =
        kind == SetKind.STATEFUL_SET
            ? new StatefulSetBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withPodManagementPolicy("Parallel")
                .withReplicas(replicas)
                .withSelector(selector)
                .withTemplate(template(template.pod(), claims))
                .withVolumeClaimTemplates(claimTemplates(template.pod(), claims))
                .withNewPersistentVolumeClaimRetentionPolicy(
                    "Delete", keepsClaims ? "Retain" : "Delete")
                .endSpec()
                .build()
            : new DeploymentBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(selector)
                .withTemplate(template(template.pod(), claims))
                .endSpec()
                .build();
    List<HasMetadata> others = new ArrayList<>(template.resources());
    others.removeAll(claims.values());
    return new ExecutorSetSpec(
        set, template.preResources(), List.copyOf(others), template.origins());
  }

  /** As little of a set as it takes to delete it. */
  HasMetadata reference(int profileId) {
    ObjectMeta meta =
        new ObjectMetaBuilder().withName(nameOf(profileId)).withNamespace(namespace).build();
    return kind == SetKind.STATEFUL_SET
        ? new StatefulSetBuilder().withMetadata(meta).build()
        : new DeploymentBuilder().withMetadata(meta).build();
  }

  private ObjectMeta meta(int profileId) {
    ObjectMetaBuilder meta =
        new ObjectMetaBuilder()
            .withName(nameOf(profileId))
            .withNamespace(namespace)
            .withLabels(labels(profileId));
    driverPod
        .map(Pod::getMetadata)
        .ifPresent(
            driver ->
                meta.withOwnerReferences(OwnerReferences.pod(driver.getName(), driver.getUid())));
    return meta.build();
  }

  private Map<String, String> labels(int profileId) {
    return Map.of(
        Constants.SPARK_APP_ID_LABEL,
        appId,
        Constants.SPARK_ROLE_LABEL,
        Constants.SPARK_POD_EXECUTOR_ROLE,
        Constants.SPARK_RESOURCE_PROFILE_ID_LABEL,
        Integer.toString(profileId));
  }

  /** Leaves out what the controller sets for each pod: name, host name, namespace and owner. */
  private PodTemplateSpec template(Pod pod, Map<String, PersistentVolumeClaim> claims) {
    ObjectMetaBuilder meta =
        new ObjectMetaBuilder()
            .withLabels(pod.getMetadata().getLabels())
            .withAnnotations(pod.getMetadata().getAnnotations())
            .withFinalizers(pod.getMetadata().getFinalizers());
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    boolean hasCost = annotations != null && annotations.containsKey(DELETION_COST);
    if (kind == SetKind.DEPLOYMENT && !hasCost) {
      meta.addToAnnotations(DELETION_COST, Integer.toString(usualCost));
    }
    List<Volume> volumes = new ArrayList<>(pod.getSpec().getVolumes());
    volumes.removeIf(volume -> claims.containsKey(claimOf(volume)));
    PodSpec spec =
        new PodSpecBuilder(pod.getSpec())
            .withHostname(null)
            .withRestartPolicy("Always")
            .withVolumes(volumes)
            .build();
    return new PodTemplateSpec(meta.build(), spec);
  }

  /** The claims that are made for each executor, by the name that the template's pod knows. */
  private static Map<String, PersistentVolumeClaim> claims(ExecutorSpec template) {
    Map<String, PersistentVolumeClaim> claims = new HashMap<>();
    for (HasMetadata object : template.resources()) {
      boolean isMounted =
          template.pod().getSpec().getVolumes().stream()
              .anyMatch(volume -> claimOf(volume).equals(object.getMetadata().getName()));
      if (object instanceof PersistentVolumeClaim claim && isMounted) {
        claims.put(claim.getMetadata().getName(), claim);
      }
    }
    return claims;
  }

  /** The names of claims hold the executor's id; in a stateful set the place of the pod is it. */
  private static List<PersistentVolumeClaim> claimTemplates(
      Pod pod, Map<String, PersistentVolumeClaim> claims) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> claims.containsKey(claimOf(volume)))
        .map(
            volume ->
                new PersistentVolumeClaimBuilder(claims.get(claimOf(volume)))
                    .editMetadata()
                    .withName(volume.getName())
                    .endMetadata()
                    .build())
        .toList();
  }

  private static String claimOf(Volume volume) {
    return volume.getPersistentVolumeClaim() == null
        ? ""
        : volume.getPersistentVolumeClaim().getClaimName();
  }

  private void checkName(String name) {
    if (name.length() > kind.longestName() || !name.matches(NAME)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_NAME,
          APP_ID_KEY,
          APP_ID_KEY
              + " is '"
              + appId
              + "', which results in '"
              + name
              + "' as the name of a "
              + kind.kind()
              + ", but such a name must have at most "
              + kind.longestName()
              + " lower-case letters, digits, '-' and '.'; choose a shorter or simpler id, or"
              + " remove the setting");
    }
  }

  private void checkClaims(Pod pod, Map<String, PersistentVolumeClaim> claims) {
    for (Volume volume : pod.getSpec().getVolumes()) {
      String claim = claimOf(volume);
      boolean isMade = claims.containsKey(claim);
      boolean isOneFor = claim.contains(ExecutorSpecFactory.ID_IN_TEMPLATE);
      if ((isMade && kind == SetKind.DEPLOYMENT) || (isOneFor && !isMade)) {
        String key =
            KeyPrefixes.KUBERNETES_EXECUTOR_VOLUMES_PREFIX
                + KeyPrefixes.KUBERNETES_VOLUMES_PVC_TYPE
                + "."
                + volume.getName();
        throw new InvalidConfigurationException(
            PodsmithError.CONF_CONFLICT,
            key,
            key
                + (isMade
                    ? " requests a claim for each executor, which a deployment does not support"
                    : " refers to a claim for each executor, but executors of a set are created"
                        + " from one template")
                + "; use "
                + ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key()
                + (isMade ? "=statefulset or =direct" : "=direct, or on-demand claims")
                + ", or another kind of volume");
      }
    }
  }
}
