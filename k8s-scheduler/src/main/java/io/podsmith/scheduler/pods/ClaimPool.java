package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.core.builder.ExecutorSpec;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the volume claims of executors that are gone to new ones.
 *
 * <p>A claim is free when no pod of the application uses it and none that is being created will.
 * That is known here exactly, so a claim need not grow old before it is used again. Safe for use by
 * several threads.
 */
final class ClaimPool implements ExecutorPodStore.Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimPool.class);
  private static final long LIST_AT_MOST_EVERY_MILLIS = 1_000;

  private final ClusterApi api;
  private final boolean reuses;
  private final boolean waits;
  private final int maxClaims;
  private final LongSupplier clock;

  /** The executors that use claims, by claim. */
  private final Map<String, Long> users = new HashMap<>();

  /** How many claims were created for executors that are there. */
  private final Map<Long, Integer> createdFor = new HashMap<>();

  /** The claims that executors use. */
  private final Map<Long, Set<String>> claimsOf = new HashMap<>();

  private final Deque<PersistentVolumeClaim> free = new ArrayDeque<>();
  private long listedAt = Long.MIN_VALUE / 2;
  private int created;

  ClaimPool(ClusterApi api, PodSettings settings, boolean hasDriverPod, LongSupplier clock) {
    this.api = api;
    this.reuses = settings.reuseClaims() && hasDriverPod;
    this.waits = settings.waitForClaims() && hasDriverPod;
    this.maxClaims = settings.maxClaims();
    this.clock = clock;
  }

  /** How many claims were created for executors. */
  synchronized int created() {
    return created;
  }

  /**
   * Puts free claims in the place of those that a spec would create. Empty where there is none and
   * no more may be created.
   */
  Optional<ExecutorSpec> assign(long executorId, ExecutorSpec spec) {
    List<PersistentVolumeClaim> wanted =
        spec.resources().stream()
            .filter(PersistentVolumeClaim.class::isInstance)
            .map(PersistentVolumeClaim.class::cast)
            .toList();
    if (wanted.isEmpty() || !reuses) {
      return Optional.of(spec);
    }
    if (mustList()) {
      List<PersistentVolumeClaim> all = listClaims();
      synchronized (this) {
        all.stream().filter(this::isFree).forEach(free::add);
      }
    }
    return assign(executorId, spec, wanted);
  }

  private synchronized Optional<ExecutorSpec> assign(
      long executorId, ExecutorSpec spec, List<PersistentVolumeClaim> wanted) {
    free.removeIf(claim -> !isFree(claim));
    if (free.isEmpty() && waits && created >= maxClaims) {
      return Optional.empty();
    }
    Map<String, String> replaced = new HashMap<>();
    for (PersistentVolumeClaim claim : wanted) {
      String name = claim.getMetadata().getName();
      Optional<PersistentVolumeClaim> match =
          usesClaim(spec.pod(), name)
              ? free.stream()
                  .filter(f -> fits(f, claim))
                  .min(Comparator.comparing(ClaimPool::storage))
              : Optional.empty();
      if (match.isPresent()) {
        free.remove(match.get());
        replaced.put(name, match.get().getMetadata().getName());
      } else {
        created++;
        createdFor.merge(executorId, 1, Integer::sum);
      }
      use(replaced.getOrDefault(name, name), executorId);
    }
    return Optional.of(replaced.isEmpty() ? spec : withClaims(spec, replaced));
  }

  /** Takes back what was given to an executor that did not come to be. */
  synchronized void discard(long executorId) {
    created -= createdFor.getOrDefault(executorId, 0);
    release(executorId);
  }

  private void release(long executorId) {
    createdFor.remove(executorId);
    Set<String> claims = claimsOf.remove(executorId);
    if (claims != null) {
      claims.forEach(claim -> users.remove(claim, executorId));
    }
  }

  private void use(String claim, long executorId) {
    users.put(claim, executorId);
    claimsOf.computeIfAbsent(executorId, id -> new HashSet<>()).add(claim);
  }

  @Override
  public synchronized void onChanges(List<PodChange> changes) {
    if (!reuses) {
      return;
    }
    for (PodChange change : changes) {
      ExecutorPod pod = change.after();
      // A pod that is kept after its end does not use its volume any more.
      if (change.gone() || pod.inactive()) {
        release(pod.id());
        // What was free a moment ago is not all that is free now.
        listedAt = Long.MIN_VALUE / 2;
      } else {
        pod.claims().forEach(claim -> use(claim, pod.id()));
      }
    }
  }

  private synchronized boolean mustList() {
    long now = clock.getAsLong();
    if (!free.isEmpty() || now - listedAt < LIST_AT_MOST_EVERY_MILLIS) {
      return false;
    }
    listedAt = now;
    return true;
  }

  /** Not under the lock: the event loop must not wait for the API server. */
  private List<PersistentVolumeClaim> listClaims() {
    try {
      return api.listClaims();
    } catch (ApiFailure e) {
      if (!e.isForbidden()) {
        throw e;
      }
      LOG.info("Volume claims cannot be used again, as they may not be listed: {}", e.said());
      return List.of();
    }
  }

  private boolean isFree(PersistentVolumeClaim claim) {
    return !users.containsKey(claim.getMetadata().getName())
        && claim.getMetadata().getDeletionTimestamp() == null;
  }

  private static boolean usesClaim(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream().anyMatch(v -> claimOf(v).equals(claim));
  }

  private static String claimOf(Volume volume) {
    return volume.getPersistentVolumeClaim() == null
        ? ""
        : volume.getPersistentVolumeClaim().getClaimName();
  }

  /** A larger claim will do, such as one that has grown. */
  private static boolean fits(PersistentVolumeClaim free, PersistentVolumeClaim wanted) {
    return Objects.equals(
            free.getSpec().getStorageClassName(), wanted.getSpec().getStorageClassName())
        && storage(free).compareTo(storage(wanted)) >= 0;
  }

  private static BigDecimal storage(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getResources())
        .map(r -> r.getRequests())
        .map(requests -> requests.get("storage"))
        .map(Quantity::getAmountInBytes)
        .orElse(BigDecimal.ZERO);
  }

  private static ExecutorSpec withClaims(ExecutorSpec spec, Map<String, String> replaced) {
    LOG.info("Volume claims are used again: {}", replaced.values());
    Pod pod = new PodBuilder(spec.pod()).build();
    for (Volume volume : pod.getSpec().getVolumes()) {
      String other = replaced.get(claimOf(volume));
      if (other != null) {
        volume.getPersistentVolumeClaim().setClaimName(other);
      }
    }
    Set<String> dropped = replaced.keySet();
    List<HasMetadata> resources =
        spec.resources().stream()
            .filter(
                r ->
                    !(r instanceof PersistentVolumeClaim)
                        || !dropped.contains(r.getMetadata().getName()))
            .collect(Collectors.toCollection(ArrayList::new));
    return new ExecutorSpec(pod, spec.preResources(), resources);
  }
}
