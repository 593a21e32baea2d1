// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.model.ClaimVolumes;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
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

  /**
   * The executors that use claims, by claim: one each, unless a pod appears late whose executor was
   * given up.
   */
  private final Map<String, Set<Long>> users = new HashMap<>();

  /** How many claims were created for executors that are there. */
  private final Map<Long, Integer> createdFor = new HashMap<>();

  /** The claims that executors use. */
  private final Map<Long, Set<String>> claimsOf = new HashMap<>();

  /** Those of them that were observed in their pods. */
  private final Map<Long, List<String>> ofPods = new HashMap<>();

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
   * The executors of an earlier driver that use claims, by claim, as long as executor management
   * does not know all pods; empty before the first list that needs them.
   */
  private Optional<Map<String, Long>> ofEarlierDriver = Optional.empty();

  /**
   * @param clock milliseconds since the epoch
   */
  public ClaimPool(ClusterApi api, PodSettings settings, Optional<Pod> driver, LongSupplier clock) {
    this.api = api;
    this.clock = clock;
    this.reuses = settings.claims().reuse() && driver.isPresent();
    this.waits = settings.claims().waitForReuse() && driver.isPresent();
    this.maxClaims = settings.claims().max();
    this.ofDriver = driver.map(ClaimVolumes::claimsOf).orElse(Set.of());
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
    Map<String, PersistentVolumeClaim> replaced = new HashMap<>();
    for (PersistentVolumeClaim claim : wanted) {
      String name = claim.getMetadata().getName();
      PersistentVolumeClaim used = matches.get(name);
      if (used == null) {
        used = withUnusedName(claim, executorId);
        created++;
        createdFor.merge(executorId, 1, Integer::sum);
      } else {
        free.remove(used);
      }
      if (used != claim) {
        replaced.put(name, used);
      }
      known.put(used.getMetadata().getName(), used);
      use(used.getMetadata().getName(), executorId);
    }
    if (!matches.isEmpty()) {
      LOG.info("Reusing volume claims: {}", ClaimVolumes.names(matches.values()));
    }
    return Optional.of(
        replaced.isEmpty()
            ? spec
            : ClaimVolumes.withClaims(spec, replaced, ClaimVolumes.names(matches.values())));
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
      if (!matched.contains(name) && ClaimVolumes.usesClaim(pod, name)) {
        any |=
            leaving.promise(
                executorId,
                other -> known.containsKey(other) && ClaimVolumes.fits(known.get(other), claim),
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
      if (ClaimVolumes.usesClaim(pod, name)) {
        free.stream()
            .filter(f -> ClaimVolumes.fits(f, claim) && !matches.containsValue(f))
            .filter(f -> !leaving.isKeptFromOthers(f.getMetadata().getName(), executorId))
            .min(Comparator.comparing(ClaimVolumes::storage))
            .ifPresent(f -> matches.put(name, f));
      }
    }
    return matches;
  }

  /**
   * Takes back what was given to an executor that did not come to be. A pod of an earlier driver
   * keeps what it uses.
   */
  synchronized void discard(long executorId) {
    created -= createdFor.getOrDefault(executorId, 0);
    leaving.endWait(executorId);
    release(executorId);
    ofPods.getOrDefault(executorId, List.of()).forEach(claim -> use(claim, executorId));
  }

  private void release(long executorId) {
    createdFor.remove(executorId);
    Set<String> claims = claimsOf.remove(executorId);
    if (claims != null) {
      for (String claim : claims) {
        Set<Long> left = users.getOrDefault(claim, new HashSet<>());
        if (left.remove(executorId) && left.isEmpty()) {
          users.remove(claim);
          leaving.released(claim);
        }
      }
      releases++;
    }
  }

  private void use(String claim, long executorId) {
    users.computeIfAbsent(claim, any -> new HashSet<>()).add(executorId);
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
        ofPods.remove(pod.id());
        release(pod.id());
      } else {
        ofPods.put(pod.id(), pod.claims());
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

  @Override
  public synchronized void onFullList(long listedAt, boolean current) {
    if (current) {
      // From now on, changes tell which executors use claims.
      if (!ofEarlierDriver.orElse(Map.of()).isEmpty()) {
        releases++;
      }
      ofEarlierDriver = Optional.of(Map.of());
    }
  }

  /** Not under the lock: the event loop must not wait for the API server. */
  private void list(CompletableFuture<List<PersistentVolumeClaim>> list, long releasesKnown) {
    try {
      List<PersistentVolumeClaim> claims = listClaims();
      findEarlierUsers(claims);
      listed(list, claims, releasesKnown);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        listing = Optional.empty();
      }
      list.completeExceptionally(e);
    }
  }

  /** Claims that exist before all pods are known may be those of an earlier driver's executors. */
  private void findEarlierUsers(List<PersistentVolumeClaim> claims) {
    synchronized (this) {
      boolean mayExist = forbiddenSaid || claims.stream().anyMatch(this::isFree);
      if (ofEarlierDriver.isPresent() || !mayExist) {
        return;
      }
    }
    Map<String, Long> found = new HashMap<>();
    for (ExecutorPod pod : api.listAllExecutors("").pods()) {
      pod.claims().forEach(claim -> found.put(claim, pod.id()));
    }
    synchronized (this) {
      ofEarlierDriver = ofEarlierDriver.or(() -> Optional.of(found));
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
        && ofEarlierDriver.filter(earlier -> earlier.containsKey(name)).isEmpty()
        && !ofDriver.contains(name)
        && claim.getMetadata().getDeletionTimestamp() == null;
  }

  /**
   * Returns the claim, with another name if an executor uses one with its name, as one of an
   * earlier driver may.
   */
  private PersistentVolumeClaim withUnusedName(PersistentVolumeClaim claim, long executorId) {
    String name = claim.getMetadata().getName();
    String unused = name;
    for (int number = 2; isUsedByAnother(unused, executorId); number++) {
      unused = "%s-%d".formatted(name, number);
    }
    if (unused.equals(name)) {
      return claim;
    }
    return new PersistentVolumeClaimBuilder(claim)
        .editMetadata()
        .withName(unused)
        .endMetadata()
        .build();
  }

  private boolean isUsedByAnother(String claim, long executorId) {
    Long earlier = ofEarlierDriver.orElse(Map.of()).get(claim);
    return (earlier != null && earlier != executorId)
        || users.getOrDefault(claim, Set.of()).stream().anyMatch(user -> user != executorId);
  }
}
