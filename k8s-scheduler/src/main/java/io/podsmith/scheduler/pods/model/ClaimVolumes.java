// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.core.builder.ExecutorSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The volume claims in the specs of executors. */
public final class ClaimVolumes {
  private ClaimVolumes() {}

  /** Returns the names of the claims that a pod uses. */
  public static Set<String> claimsOf(Pod pod) {
    return pod.getSpec() == null
        ? Set.of()
        : pod.getSpec().getVolumes().stream()
            .map(ClaimVolumes::claimOf)
            .filter(claim -> !claim.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a pod uses a claim. */
  public static boolean usesClaim(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream().anyMatch(v -> claimOf(v).equals(claim));
  }

  private static String claimOf(Volume volume) {
    return volume.getPersistentVolumeClaim() == null
        ? ""
        : volume.getPersistentVolumeClaim().getClaimName();
  }

  /** Returns whether a claim can take the place of another. One that is larger can. */
  public static boolean fits(PersistentVolumeClaim free, PersistentVolumeClaim wanted) {
    return Objects.equals(
            free.getSpec().getStorageClassName(), wanted.getSpec().getStorageClassName())
        && storage(free).compareTo(storage(wanted)) >= 0;
  }

  /** Returns the storage that a claim requests, in bytes. */
  public static BigDecimal storage(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getResources())
        .map(r -> r.getRequests())
        .map(requests -> requests.get("storage"))
        .map(Quantity::getAmountInBytes)
        .orElse(BigDecimal.ZERO);
  }

  /** Returns the names of claims in their order. */
  public static Set<String> names(Collection<PersistentVolumeClaim> claims) {
    return claims.stream()
        .map(claim -> claim.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns a spec with other claims.
   *
   * @param replaced the claims to use, by the name of the claim whose place they take
   * @param existing the names of those that exist already
   */
  public static ExecutorSpec withClaims(
      ExecutorSpec spec, Map<String, PersistentVolumeClaim> replaced, Set<String> existing) {
    Pod pod = new PodBuilder(spec.pod()).build();
    for (Volume volume : pod.getSpec().getVolumes()) {
      PersistentVolumeClaim other = replaced.get(claimOf(volume));
      if (other != null) {
        volume.getPersistentVolumeClaim().setClaimName(other.getMetadata().getName());
      }
    }
    List<HasMetadata> resources =
        spec.resources().stream()
            .map(
                resource ->
                    resource instanceof PersistentVolumeClaim
                        ? replaced.getOrDefault(
                            resource.getMetadata().getName(), (PersistentVolumeClaim) resource)
                        : resource)
            .filter(
                resource ->
                    !(resource instanceof PersistentVolumeClaim)
                        || !existing.contains(resource.getMetadata().getName()))
            .collect(Collectors.toCollection(ArrayList::new));
    return spec.with(pod, resources);
  }
}
