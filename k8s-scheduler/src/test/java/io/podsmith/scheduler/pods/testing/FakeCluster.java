// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.PodDocument;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** An API server in memory, as far as executor management asks for it. */
public final class FakeCluster implements ClusterApi, CollectionApi {
  /** What happens to a create: a failure, before or after it took effect. */
  public record Fault(ApiFailure failure, boolean tookEffect) {}

  private final LongSupplier clock;
  public final Map<String, Pod> pods = new LinkedHashMap<>();
  public final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  public final List<String> requests = new ArrayList<>();
  public final Deque<Fault> createFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> createBugs = new ArrayDeque<>();
  public final Deque<ApiFailure> objectFaults = new ArrayDeque<>();

  /** The names of objects that exist already, so that a create is rejected. */
  public final Set<String> existing = new HashSet<>();

  public final Deque<ApiFailure> scaleFaults = new ArrayDeque<>();
  final Deque<ApiFailure> annotateFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> deleteFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> singleDeleteFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> getFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> listFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> watchFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> claimListFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> countFaults = new ArrayDeque<>();
  public final Deque<RuntimeException> whyFaults = new ArrayDeque<>();
  public final List<PersistentVolumeClaim> claims = new ArrayList<>();

  /** Pods run as soon as they are created, and the watch says so. */
  public boolean runsAtOnce = true;

  /** How far the clock of the API server is ahead of the driver's. */
  public Duration clockAhead = Duration.ZERO;

  /** Whether a watch tells first of all that there is. */
  public boolean beginsWatches = true;

  /** Whether a list says of which version it is. */
  public boolean numbersLists = true;

  /** Whether the watch hands on what happens. */
  public boolean watchWorks = true;

  /** What the server has at hand is as old as the state before the last change, without pods. */
  public boolean cacheLags;

  public int podLimit = Integer.MAX_VALUE;
  public boolean driverReady = true;

  /** How many pods one request to delete all gets to. */
  public int deletesAtMost = Integer.MAX_VALUE;

  /** What happens before a page is deleted. */
  public Runnable beforeDeletion = () -> {};

  /** How many objects a page has. */
  public int pageSize = 500;

  /** Until when creates that were not answered may still take effect. */
  public long takesEffectUntil;

  /** Deleted pods stay for a while. */
  public boolean terminatesSlowly;

  /** Claims that are created can be listed. */
  public boolean keepsClaims;

  /** Creates of this profile's pods fail. */
  public int failProfile = -1;

  public ApiFailure profileFailure = failure(500, "InternalError", "failed calling webhook");

  /** Whether the next create fails, without effect, with the failure of a profile. */
  public BooleanSupplier createFails = () -> false;

  public String failObjectsNamed = "";

  /** What controllers write of pods that they cannot create. */
  public Optional<String> whyNoPods = Optional.empty();

  public String watchedFrom = "";
  public int watches;
  public WatchListener listener;
  private long version = 100;

  public FakeCluster(LongSupplier clock) {
    this.clock = clock;
  }

  public static ApiFailure failure(int status, String reason, String message) {
    return new ApiFailure(status, reason, message, null);
  }

  public long count(String request) {
    return requests.stream().filter(r -> r.startsWith(request)).count();
  }

  public long running() {
    return pods.values().stream()
        .filter(p -> "Running".equals(p.getStatus().getPhase()))
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .count();
  }

  /** Sets the state of a pod and lets the watch tell. */
  public void change(String name, Consumer<Pod> change) {
    Pod pod = pods.get(name);
    change.accept(pod);
    pod.getMetadata().setResourceVersion(Long.toString(++version));
    tell(pod, false);
  }

  public void setPhase(String name, String phase) {
    change(name, pod -> pod.getStatus().setPhase(phase));
  }

  /** Takes a pod away and lets the watch tell. */
  public void remove(String name) {
    Pod pod = pods.remove(name);
    if (pod != null) {
      pod.getMetadata().setResourceVersion(Long.toString(++version));
      tell(pod, true);
    }
  }

  private void tell(Pod pod, boolean gone) {
    if (listener != null && watchWorks) {
      Documents.executor(pod)
          .ifPresent(
              p ->
                  listener.onChanges(
                      List.of(new PodEvent(gone ? p.gone() : p, gone)), Long.toString(version)));
    }
  }

  @Override
  public CreatedPod createPod(ExecutorSpec spec) {
    return createPod(spec.pod());
  }

  public CreatedPod createPod(Pod pod) {
    String name = pod.getMetadata().getName();
    requests.add("create " + name);
    RuntimeException bug = createBugs.poll();
    if (bug != null) {
      throw bug;
    }
    Fault fault = createFaults.poll();
    if (fault != null && !fault.tookEffect()) {
      throw fault.failure();
    }
    String profile = pod.getMetadata().getLabels().get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL);
    if (profile.equals(Integer.toString(failProfile)) || createFails.getAsBoolean()) {
      throw profileFailure;
    }
    if (pods.containsKey(name)) {
      throw failure(409, "AlreadyExists", "pods \"" + name + "\" already exists");
    }
    if (pods.size() >= podLimit) {
      throw failure(
          403,
          "Forbidden",
          "pods \"" + name + "\" is forbidden: exceeded quota: q, used: pods=" + pods.size());
    }
    Pod created = Documents.copy(pod);
    created.getMetadata().setUid("uid-" + name);
    created.getMetadata().setResourceVersion(Long.toString(++version));
    created
        .getMetadata()
        .setCreationTimestamp(Instant.ofEpochMilli(clock.getAsLong()).plus(clockAhead).toString());
    created.setStatus(Documents.status(runsAtOnce ? "Running" : "Pending"));
    pods.put(name, created);
    tell(created, false);
    if (fault != null) {
      throw fault.failure();
    }
    return new CreatedPod(created.getMetadata().getUid(), version);
  }

  @Override
  public Duration mayTakeEffectFor() {
    return Duration.ofMillis(Math.max(0, takesEffectUntil - clock.getAsLong()));
  }

  @Override
  public Optional<String> whyNoPods(SetKind kind, String name) {
    requests.add("why no pods " + name);
    throwNext(whyFaults);
    return whyNoPods;
  }

  @Override
  public Optional<PodDocument> findPod(String name) {
    requests.add("get " + name);
    throwNext(getFaults);
    return Optional.ofNullable(pods.get(name)).map(Documents::read);
  }

  @Override
  public boolean isReady(String podName) {
    requests.add("ready " + podName);
    return driverReady;
  }

  @Override
  public ClusterApi.Page listExecutors(String atVersion, Optional<String> next) {
    requests.add("list " + atVersion);
    throwNext(listFaults);
    if (cacheLags && atVersion.equals("0")) {
      return new ClusterApi.Page(List.of(), Long.toString(version - 1), Optional.empty());
    }
    List<ExecutorPod> found = new ArrayList<>();
    pods.values().forEach(p -> Documents.executor(p).ifPresent(found::add));
    return new ClusterApi.Page(found, numbersLists ? Long.toString(version) : "", Optional.empty());
  }

  @Override
  public Watch watchExecutors(String fromVersion, WatchListener watcher) {
    requests.add("watch " + fromVersion);
    throwNext(watchFaults);
    watchedFrom = fromVersion;
    watches++;
    listener = watcher;
    if (fromVersion.isEmpty() && beginsWatches) {
      List<PodEvent> all = new ArrayList<>();
      pods.values()
          .forEach(p -> Documents.executor(p).ifPresent(e -> all.add(new PodEvent(e, false))));
      watcher.onChanges(all, Long.toString(version));
      watcher.onInitialEventsComplete(Long.toString(version));
    }
    return new Watch() {
      @Override
      public void deletionsOnly() {
        requests.add("tell only what goes");
      }

      @Override
      public void close() {
        requests.add("close watch");
      }
    };
  }

  @Override
  public void deletePod(String name) {
    requests.add("delete " + name);
    throwNext(deleteFaults);
    remove(name);
  }

  @Override
  public void deleteExecutors(Collection<Long> executorIds, Optional<String> phase) {
    requests.add("delete many " + executorIds);
    throwNext(deleteFaults);
    for (Pod pod : List.copyOf(pods.values())) {
      long id =
          Long.parseLong(pod.getMetadata().getLabels().get(Constants.SPARK_EXECUTOR_ID_LABEL));
      if (executorIds.contains(id)
          && phase.map(p -> p.equals(pod.getStatus().getPhase())).orElse(true)) {
        remove(pod.getMetadata().getName());
      }
    }
  }

  @Override
  public CollectionApi.Page list(Kind kind, Optional<String> next) {
    requests.add(kind == Kind.PODS ? "count" : "list " + kind.plural());
    throwNext(countFaults);
    return page(found(kind), next);
  }

  @Override
  public CollectionApi.Page deletePage(Kind kind, Optional<String> next) {
    requests.add("delete " + (kind == Kind.PODS ? "all" : kind.plural()));
    beforeDeletion.run();
    throwNext(deleteFaults);
    CollectionApi.Page page = page(found(kind), next);
    page.objects().forEach(object -> remove(kind, object.name()));
    return deletesAtMost < Integer.MAX_VALUE
        ? new CollectionApi.Page(page.objects(), Optional.empty())
        : page;
  }

  @Override
  public List<Found> deleteExecutors(IdRange ids) {
    requests.add("delete range %d-%d".formatted(ids.first(), ids.last()));
    beforeDeletion.run();
    throwNext(deleteFaults);
    List<String> names =
        pods.values().stream()
            .filter(pod -> contains(ids, pod.getMetadata().getLabels()))
            .map(pod -> pod.getMetadata().getName())
            .toList();
    names.forEach(name -> remove(Kind.PODS, name));
    return names.stream().map(name -> new Found(name, false)).toList();
  }

  private static boolean contains(IdRange ids, Map<String, String> labels) {
    String id = labels.get(Constants.SPARK_EXECUTOR_ID_LABEL);
    return id != null && Long.parseLong(id) >= ids.first() && Long.parseLong(id) <= ids.last();
  }

  @Override
  public void delete(Kind kind, String name) {
    requests.add("delete " + name);
    throwNext(singleDeleteFaults);
    remove(kind, name);
  }

  private void remove(Kind kind, String name) {
    if (kind == Kind.PODS && terminatesSlowly) {
      Optional.ofNullable(pods.get(name))
          .ifPresent(pod -> pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z"));
    } else if (kind == Kind.PODS) {
      remove(name);
    } else {
      objects.remove(name);
    }
  }

  private List<Found> found(Kind kind) {
    return kind == Kind.PODS
        ? pods.values().stream()
            .map(
                pod ->
                    new Found(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getDeletionTimestamp() != null))
            .toList()
        : objects.values().stream()
            .filter(object -> object.getPlural().equals(kind.plural()))
            .map(object -> new Found(object.getMetadata().getName(), false))
            .toList();
  }

  /** Pages as the API server makes them: what is before the token is not looked at again. */
  private CollectionApi.Page page(List<Found> all, Optional<String> next) {
    List<Found> sorted =
        all.stream()
            .sorted(Comparator.comparing(Found::name))
            .filter(object -> next.map(token -> object.name().compareTo(token) > 0).orElse(true))
            .toList();
    List<Found> page =
        sorted.subList(0, Math.min(Math.min(pageSize, deletesAtMost), sorted.size()));
    return new CollectionApi.Page(
        page,
        page.size() < sorted.size()
            ? Optional.of(page.get(page.size() - 1).name())
            : Optional.empty());
  }

  @Override
  public void labelPod(String podName, String key, String value) {
    requests.add("label " + podName + " " + key + "=" + value);
    if (pods.containsKey(podName)) {
      change(podName, pod -> pod.getMetadata().getLabels().put(key, value));
    }
  }

  @Override
  public void annotatePod(String podName, String key, String value) {
    requests.add("annotate " + podName + " " + key + "=" + value);
    throwNext(annotateFaults);
  }

  @Override
  public String createObject(HasMetadata object) {
    requests.add("create object " + object.getMetadata().getName());
    throwNext(objectFaults);
    if (object.getMetadata().getName().equals(failObjectsNamed)) {
      throw failure(403, "Forbidden", "not allowed");
    }
    if (existing.contains(object.getMetadata().getName())) {
      throw failure(409, "AlreadyExists", "exists");
    }
    objects.put(object.getMetadata().getName(), object);
    if (keepsClaims && object instanceof PersistentVolumeClaim claim) {
      claims.add(claim);
    }
    return uidOf(object);
  }

  private static String uidOf(HasMetadata object) {
    return "uid-" + object.getMetadata().getName();
  }

  @Override
  public Optional<String> findUid(HasMetadata object) {
    return Optional.ofNullable(objects.get(object.getMetadata().getName())).map(FakeCluster::uidOf);
  }

  @Override
  public Optional<HasMetadata> findObject(HasMetadata object) {
    return Optional.ofNullable(objects.get(object.getMetadata().getName()));
  }

  @Override
  public void scale(SetKind kind, String name, int replicas) {
    requests.add("scale " + name + " " + replicas);
    throwNext(scaleFaults);
  }

  @Override
  public void addOwner(HasMetadata object, OwnerReference owner) {
    requests.add("own " + object.getMetadata().getName() + " by " + owner.getName());
    if (!objects.containsKey(object.getMetadata().getName())) {
      throw failure(404, "NotFound", object.getMetadata().getName() + " not found");
    }
  }

  @Override
  public void deleteObject(HasMetadata object) {
    requests.add("delete object " + object.getMetadata().getName());
    objects.remove(object.getMetadata().getName());
  }

  @Override
  public List<PersistentVolumeClaim> listClaims() {
    requests.add("list claims");
    throwNext(claimListFaults);
    return claims;
  }

  private static void throwNext(Deque<? extends RuntimeException> faults) {
    RuntimeException fault = faults.poll();
    if (fault != null) {
      throw fault;
    }
  }
}
