// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.math.BigDecimal;
import java.time.Duration;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the volume claims of executors that are gone to new ones.
 *
 * <p>A claim is free when no pod of the application uses it, the driver's included, and none that
 * is being created will. That is known here exactly, so a claim need not grow old before it is used
 * again. Safe for use by several threads.
 */
public final class ClaimPool implements PodSubscriber {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimPool.class);

  /** How long a pod takes to go after its grace period, on a node that is busy. */
  private static final Duration AFTER_GRACE = Duration.ofSeconds(10);

  /** A pod that may take longer than this to end is not waited for to its end. */
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(2);

  /** What is released while claims are listed is in the second list at the latest. */
  private static final int MOST_LISTS = 2;

  private final ClusterApi api;
  private final boolean reuses;
  private final boolean waits;
  private final int maxClaims;

  /** The claims of the driver's pod bear the application's label, too, and are never free. */
  private final Set<String> ofDriver;

  /** The executors that use claims, by claim. */
  private final Map<String, Long> users = new HashMap<>();

  /** How many claims were created for executors that are there. */
  private final Map<Long, Integer> createdFor = new HashMap<>();

  /** The claims that executors use. */
  private final Map<Long, Set<String>> claimsOf = new HashMap<>();

  private final Deque<PersistentVolumeClaim> free = new ArrayDeque<>();

  /** The claims that were created for executors, as far as pods use them. */
  private final Map<String, PersistentVolumeClaim> known = new HashMap<>();

  private final LeavingClaims leaving = new LeavingClaims();
  private final LongSupplier clock;
  private int created;

  /** How often claims were released, counting the start, at which there may be some. */
  private long releases = 1;

  /** Those of the releases that the last list knew of. */
  private long releasesListed;

  /** The list that is under way, which all wait for. */
  private Optional<CompletableFuture<List<PersistentVolumeClaim>>> listing = Optional.empty();

  private boolean forbiddenSaid;

  /**
   * @param clock milliseconds since the epoch
   */
  public ClaimPool(ClusterApi api, PodSettings settings, Optional<Pod> driver, LongSupplier clock) {
    this.api = api;
    this.clock = clock;
    this.reuses = settings.claims().reuse() && driver.isPresent();
    this.waits = settings.claims().waitForReuse() && driver.isPresent();
    this.maxClaims = settings.claims().max();
    this.ofDriver = driver.map(ClaimPool::claimsOf).orElse(Set.of());
  }

  private static Set<String> claimsOf(Pod pod) {
    return pod.getSpec() == null
        ? Set.of()
        : pod.getSpec().getVolumes().stream()
            .map(ClaimPool::claimOf)
            .filter(claim -> !claim.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** How many claims were created for executors. */
  synchronized int created() {
    return created;
  }

  /**
   * Puts free claims in the place of those that a spec would create. Empty where there is none and
   * no more may be created, or where the executor should wait for claims of executors that are on
   * their way out; {@link #isWaiting} tells which.
   */
  Optional<ExecutorSpec> assign(long executorId, ExecutorSpec spec) {
    return assign(executorId, spec, true);
  }

  /**
   * Does the same for an executor that may have waited already.
   *
   * @param mayWait whether it may wait for claims of executors that are on their way out
   */
  Optional<ExecutorSpec> assign(long executorId, ExecutorSpec spec, boolean mayWait) {
    if (!reuses || spec.resources().isEmpty()) {
      return Optional.of(spec);
    }
    List<PersistentVolumeClaim> wanted =
        spec.resources().stream()
            .filter(PersistentVolumeClaim.class::isInstance)
            .map(PersistentVolumeClaim.class::cast)
            .toList();
    if (wanted.isEmpty()) {
      return Optional.of(spec);
    }
    for (int lists = 0; lists < MOST_LISTS; lists++) {
      CompletableFuture<List<PersistentVolumeClaim>> list = new CompletableFuture<>();
      CompletableFuture<List<PersistentVolumeClaim>> underWay;
      long releasesKnown;
      synchronized (this) {
        if (releases == releasesListed
            || matches(executorId, spec.pod(), wanted).size() == wanted.size()) {
          break;
        }
        underWay = listing.orElse(list);
        listing = Optional.of(underWay);
        releasesKnown = releases;
      }
      if (underWay == list) {
        list(list, releasesKnown);
      }
      await(underWay);
    }
    return assign(executorId, spec, wanted, mayWait);
  }

  private synchronized Optional<ExecutorSpec> assign(
      long executorId, ExecutorSpec spec, List<PersistentVolumeClaim> wanted, boolean mayWait) {
    Map<String, PersistentVolumeClaim> matches = matches(executorId, spec.pod(), wanted);
    leaving.endWait(executorId);
    if (mayWait && promise(executorId, spec.pod(), wanted, matches.keySet())) {
      return Optional.empty();
    }
    if (free.isEmpty() && waits && created >= maxClaims) {
      return Optional.empty();
    }
    Map<String, String> replaced = new HashMap<>();
    for (PersistentVolumeClaim claim : wanted) {
      String name = claim.getMetadata().getName();
      PersistentVolumeClaim match = matches.get(name);
      if (match != null) {
        free.remove(match);
        replaced.put(name, match.getMetadata().getName());
        known.put(match.getMetadata().getName(), match);
      } else {
        created++;
        createdFor.merge(executorId, 1, Integer::sum);
        known.put(name, claim);
      }
      use(replaced.getOrDefault(name, name), executorId);
    }
    return Optional.of(replaced.isEmpty() ? spec : withClaims(spec, replaced));
  }

  /**
   * Promises the executor claims of executors that are on their way out, in the place of those for
   * which there is no free claim. Returns whether there is any.
   */
  private boolean promise(
      long executorId, Pod pod, List<PersistentVolumeClaim> wanted, Set<String> matched) {
    boolean any = false;
    for (PersistentVolumeClaim claim : wanted) {
      String name = claim.getMetadata().getName();
      if (!matched.contains(name) && usesClaim(pod, name)) {
        any |=
            leaving.promise(
                executorId,
                other -> known.containsKey(other) && fits(known.get(other), claim),
                clock.getAsLong());
      }
    }
    return any;
  }

  /** Returns whether an executor waits for claims of executors that are on their way out. */
  synchronized boolean isWaiting(long executorId) {
    return leaving.isWaiting(executorId);
  }

  /**
   * Returns until when an executor waits for claims, in milliseconds since the epoch; a time that
   * has come where they have been released.
   */
  synchronized long waitsUntil(long executorId) {
    return leaving.waitsUntil(executorId, clock.getAsLong());
  }

  /** Returns the waiting executors whose claims have been released, once each. */
  synchronized List<Long> takeReady() {
    return leaving.takeReady();
  }

  /** The free claims that fit, by the name of the claim whose place they can take. */
  private Map<String, PersistentVolumeClaim> matches(
      long executorId, Pod pod, List<PersistentVolumeClaim> wanted) {
    free.removeIf(claim -> !isFree(claim));
    Map<String, PersistentVolumeClaim> matches = new HashMap<>();
    for (PersistentVolumeClaim claim : wanted) {
      String name = claim.getMetadata().getName();
      if (usesClaim(pod, name)) {
        free.stream()
            .filter(f -> fits(f, claim) && !matches.containsValue(f))
            .filter(f -> !leaving.isKeptFromOthers(f.getMetadata().getName(), executorId))
            .min(Comparator.comparing(ClaimPool::storage))
            .ifPresent(f -> matches.put(name, f));
      }
    }
    return matches;
  }

  /** Takes back what was given to an executor that did not come to be. */
  synchronized void discard(long executorId) {
    created -= createdFor.getOrDefault(executorId, 0);
    leaving.endWait(executorId);
    release(executorId);
  }

  private void release(long executorId) {
    createdFor.remove(executorId);
    Set<String> claims = claimsOf.remove(executorId);
    if (claims != null) {
      for (String claim : claims) {
        if (users.remove(claim, executorId)) {
          leaving.released(claim);
        }
      }
      releases++;
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
      } else {
        pod.claims().forEach(claim -> use(claim, pod.id()));
        if (pod.deleting() || pod.phase().isFinal()) {
          long deadline = clock.getAsLong() + patience(pod).toMillis();
          pod.claims().forEach(claim -> leaving.leaves(claim, deadline));
        }
      }
    }
  }

  private static Duration patience(ExecutorPod pod) {
    Duration grace = Duration.ofSeconds(pod.graceSeconds());
    return (grace.compareTo(LONGEST_GRACE) > 0 ? LONGEST_GRACE : grace).plus(AFTER_GRACE);
  }

  /** Not under the lock: the event loop must not wait for the API server. */
  private void list(CompletableFuture<List<PersistentVolumeClaim>> list, long releasesKnown) {
    try {
      listed(list, listClaims(), releasesKnown);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        listing = Optional.empty();
      }
      list.completeExceptionally(e);
    }
  }

  private void listed(
      CompletableFuture<List<PersistentVolumeClaim>> list,
      List<PersistentVolumeClaim> claims,
      long releasesKnown) {
    synchronized (this) {
      free.clear();
      claims.stream().filter(this::isFree).forEach(free::add);
      known.keySet().retainAll(users.keySet());
      claims.stream()
          .filter(claim -> users.containsKey(claim.getMetadata().getName()))
          .forEach(claim -> known.put(claim.getMetadata().getName(), claim));
      releasesListed = releasesKnown;
      listing = Optional.empty();
    }
    list.complete(claims);
  }

  private static void await(CompletableFuture<?> list) {
    try {
      list.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ApiFailure failure ? failure : e;
    }
  }

  private List<PersistentVolumeClaim> listClaims() {
    try {
      return api.listClaims();
    } catch (ApiFailure e) {
      if (!e.isForbidden()) {
        throw e;
      }
      if (!forbiddenSaid) {
        forbiddenSaid = true;
        LOG.info(
            "Cannot reuse volume claims, because the driver is not allowed to list them: {}",
            e.said());
      }
      return List.of();
    }
  }

  private boolean isFree(PersistentVolumeClaim claim) {
    String name = claim.getMetadata().getName();
    return !users.containsKey(name)
        && !ofDriver.contains(name)
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
    LOG.info("Reusing volume claims: {}", replaced.values());
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
    return spec.with(pod, resources);
  }
}
