// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.PodDocument;
import io.podsmith.scheduler.pods.cluster.UnansweredCreates;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.testing.Documents;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The API server as one driver reaches it: with latency and faults. */
final class VirtualApi implements ClusterApi, CollectionApi {
  private static final long TIMEOUT = 10_000;

  /** How long a request waits for an answer that never comes. */
  private static final long LONG_TIMEOUT = 30_000;

  /** When requests without an answer are given up once the application ends. */
  private static final long SILENT = 10_000;

  private static final long MAY_TAKE_EFFECT = 10_000;

  private final World world;
  private final VirtualTime time;
  private final Dice dice;
  private final int driver;
  private final VirtualLoop loop;
  private final int pageSize;
  private final Map<String, List<ExecutorPod>> restOfLists = new HashMap<>();
  private final UnansweredCreates unanswered;
  private final VirtualWatches watches;

  private final RequestedPause pause;
  private final BeginOfCleanup cleanup;
  private int createsInFlight;

  private boolean isLate;

  VirtualApi(World world, int driver, VirtualLoop loop, int pageSize) {
    this.world = world;
    this.time = world.time();
    this.pause = new RequestedPause(world);
    this.cleanup = new BeginOfCleanup(world);
    this.dice = world.dice();
    this.driver = driver;
    this.loop = loop;
    this.pageSize = pageSize;
    this.watches = new VirtualWatches(world, driver);
    this.unanswered = new UnansweredCreates(() -> TimeUnit.MILLISECONDS.toNanos(time.now()));
  }

  /** Lets time pass for the request; the thread that cleans up waits for it. */
  private void spend(long millis) {
    if (loop.isInRequest()) {
      loop.spend(millis);
    } else {
      time.run(millis);
    }
  }

  private <T> T call(Call kind, String what, Supplier<T> effect) {
    world.requested(kind);
    if (!loop.isInRequest()) {
      cleanup.check(what, createsInFlight, loop.idleSince());
    }
    spend(dice.between("answer", 1, 20));
    Optional<Effect> fault = world.faults().next(kind, what);
    if (fault.isEmpty()) {
      try {
        T result = effect.get();
        world.journal().note(what, "done");
        return result;
      } catch (ApiFailure e) {
        world.journal().note(what, "%d %s", e.status(), e.said());
        throw e;
      }
    }
    world.journal().note(what, "fault: %s", fault.get().word());
    return switch (fault.get()) {
      case ERROR_AFTER -> {
        T unused = effect.get();
        throw Answers.failure(500, "InternalError", "etcdserver: request timed out");
      }
      case LOST -> {
        T unused = effect.get();
        throw Answers.of(Effect.LOST, kind);
      }
      case TIMEOUT -> {
        spend(TIMEOUT);
        throw Answers.of(Effect.TIMEOUT, kind);
      }
      case SILENT -> {
        spend(LONG_TIMEOUT);
        loop.isSilent();
        throw Answers.of(Effect.SILENT, kind);
      }
      case LATE -> {
        time.in(dice.between("late", 100, MAY_TAKE_EFFECT - 1), () -> quietly(effect));
        throw Answers.of(Effect.LATE, kind);
      }
      case SLOW -> {
        try {
          yield effect.get();
        } finally {
          spend(dice.between("slow", 500, TIMEOUT - 1));
        }
      }
      default -> throw Answers.of(fault.get(), kind);
    };
  }

  private void quietly(Supplier<?> effect) {
    isLate = true;
    try {
      Object unused = effect.get();
    } catch (ApiFailure e) {
      world.journal().note("late request", "%d %s", e.status(), e.said());
    } finally {
      isLate = false;
    }
  }

  private void call(Call kind, String what, Runnable effect) {
    call(
        kind,
        what,
        () -> {
          effect.run();
          return true;
        });
  }

  @Override
  public CreatedPod createPod(ExecutorSpec spec) {
    String name = spec.podName();
    long decidedAt = loop.decidedAt();
    pause.check(decidedAt, "create " + name);
    if (world.driver().isStopping() && !world.driver().isStalled()) {
      world.checks().violated("no executor is requested after the stop", "create %s", name);
    }
    createsInFlight++;
    world.counts().highest("at-once", createsInFlight);
    loop.afterRequest(() -> createsInFlight--);
    try {
      return unanswered.send(
          name,
          failure -> Duration.ofMillis(MAY_TAKE_EFFECT),
          () -> call(Call.CREATE, "create " + name, () -> create(spec, decidedAt)));
    } catch (ApiFailure e) {
      e.retryAfter().ifPresent(asked -> whenAnswered(() -> pause.requested(asked)));
      throw e;
    }
  }

  int createsInFlight() {
    return createsInFlight;
  }

  /** Runs a task when the event loop has handled the outcome of the present request. */
  private void whenAnswered(Runnable task) {
    loop.afterRequest(() -> loop.execute(task));
  }

  private CreatedPod create(ExecutorSpec spec, long decidedAt) {
    String name = spec.podName();
    // Admission precedes the storage, which knows the names.
    if (world.server().pods.size() >= world.quota()) {
      throw Answers.failure(
          403, "Forbidden", "pods \"" + name + "\" is forbidden: exceeded quota: pods");
    }
    if (world.server().pods.containsKey(name) || world.foreign().contains(name)) {
      throw Answers.failure(409, "AlreadyExists", "pods \"" + name + "\" already exists");
    }
    PodModel pod = world.create(spec, driver, decidedAt, isLate);
    return new CreatedPod(pod.uid, pod.version);
  }

  @Override
  public void abandonSilentRequests() {
    loop.abandon(SILENT);
  }

  @Override
  public Duration mayTakeEffectFor() {
    return unanswered.remaining();
  }

  @Override
  public Optional<PodDocument> findPod(String name) {
    Optional<PodDocument> found = call(Call.GET, "get " + name, () -> pod(name));
    if (found.isPresent()) {
      Optional.ofNullable(world.server().pods.get(name))
          .ifPresent(pod -> whenAnswered(() -> world.driver().noticed(driver, pod.uid)));
    }
    return found;
  }

  private Optional<PodDocument> pod(String name) {
    if (world.foreign().contains(name)) {
      PodModel other = new PodModel(1, name, "uid-foreign", 0, 0);
      return Optional.of(Documents.read(other.json("other")));
    }
    return Optional.ofNullable(world.server().pods.get(name))
        .map(pod -> Documents.read(pod.json(World.APP)));
  }

  @Override
  public boolean isReady(String podName) {
    return true;
  }

  @Override
  public ClusterApi.Page listExecutors(String version, Optional<String> next) {
    return call(Call.LIST, "list executors at \"" + version + "\"", () -> page(version, next));
  }

  private ClusterApi.Page page(String version, Optional<String> next) {
    VirtualServer server = world.server();
    long at =
        next.map(VirtualApi::versionOf)
            .orElseGet(() -> version.isEmpty() ? server.version() : server.cachedVersion());
    List<ExecutorPod> rest =
        next.isPresent() ? restOfLists.getOrDefault(next.get(), List.of()) : server.at(at);
    if (rest.size() <= pageSize || version.equals("0")) {
      return new ClusterApi.Page(rest, Long.toString(at), Optional.empty());
    }
    String token = at + ":" + restOfLists.size();
    restOfLists.put(token, rest.subList(pageSize, rest.size()));
    return new ClusterApi.Page(rest.subList(0, pageSize), Long.toString(at), Optional.of(token));
  }

  private static long versionOf(String token) {
    return Long.parseLong(token.substring(0, token.indexOf(':')));
  }

  @Override
  public Watch watchExecutors(String version, WatchListener listener) {
    return watches.open(version, listener);
  }

  @Override
  public void deletePod(String name) {
    call(Call.DELETE, "delete " + name, () -> deleteNamed(name));
  }

  private void deleteNamed(String name) {
    Optional.ofNullable(world.server().pods.get(name)).ifPresent(this::delete);
  }

  private void delete(PodModel pod) {
    if (loop.isInRequest() && world.driver().number() == driver && world.driver().isUp()) {
      world.spark().checkDeletion(pod);
    }
    world.counts().add("deleted");
    world.nodes().delete(pod);
  }

  @Override
  public void deleteExecutors(Collection<Long> ids, Optional<String> phase) {
    call(
        Call.DELETE,
        "delete executors %s%s".formatted(ids, phase.map(p -> ", if " + p).orElse("")),
        () ->
            deleteWhere(
                pod -> ids.contains(pod.id) && phase.map(pod.phase.word::equals).orElse(true)));
  }

  private List<Found> deleteWhere(Function<PodModel, Boolean> condition) {
    List<PodModel> pods = world.server().pods.values().stream().filter(condition::apply).toList();
    pods.forEach(this::delete);
    return pods.stream().map(pod -> new Found(pod.name, pod.deleting)).toList();
  }

  @Override
  public void labelPod(String podName, String key, String value) {
    call(
        Call.LABEL,
        "label %s with %s=%s".formatted(podName, key, value),
        () ->
            Optional.ofNullable(world.server().pods.get(podName))
                .ifPresent(pod -> label(pod, key, value)));
  }

  private void label(PodModel pod, String key, String value) {
    world.counts().add("label:" + key);
    if (key.equals(Constants.SPARK_EXECUTOR_ID_LABEL)) {
      pod.id = Long.parseLong(value);
    }
    pod.inactive |= key.equals(Constants.SPARK_EXECUTOR_INACTIVE_LABEL);
    world.server().changed(pod);
  }

  @Override
  public CollectionApi.Page list(Kind kind, Optional<String> next) {
    return call(
        Call.LIST,
        "list all " + kind.plural(),
        () -> new CollectionApi.Page(kind == Kind.PODS ? all() : objects(kind), Optional.empty()));
  }

  private List<Found> objects(Kind kind) {
    return world.objects().ofKind(nameOf(kind)).stream()
        .map(object -> new Found(object.getMetadata().getName(), false))
        .toList();
  }

  private static String nameOf(Kind kind) {
    return switch (kind) {
      case PODS -> "Pod";
      case SERVICES -> "Service";
      case CLAIMS -> "PersistentVolumeClaim";
      case CONFIG_MAPS -> "ConfigMap";
    };
  }

  private List<Found> all() {
    return world.server().pods.values().stream()
        .map(pod -> new Found(pod.name, pod.deleting))
        .toList();
  }

  @Override
  public CollectionApi.Page deletePage(Kind kind, Optional<String> next) {
    return call(
        Call.DELETE,
        "delete all " + kind.plural(),
        () -> new CollectionApi.Page(deleteAll(kind), Optional.empty()));
  }

  private List<Found> deleteAll(Kind kind) {
    if (kind == Kind.PODS) {
      return deleteWhere(pod -> true);
    }
    world.objects().deleteAll(nameOf(kind));
    return List.of();
  }

  @Override
  public List<Found> deleteExecutors(IdRange ids) {
    return call(
        Call.DELETE,
        "delete executors from %d to %d".formatted(ids.first(), ids.last()),
        () -> deleteWhere(pod -> pod.id >= ids.first() && pod.id <= ids.last()));
  }

  @Override
  public void delete(Kind kind, String name) {
    call(Call.DELETE, "delete " + name, () -> deleteNamed(name));
  }

  @Override
  public String createObject(HasMetadata object) {
    String name = object.getMetadata().getName();
    return unanswered.send(
        name,
        failure -> Duration.ofMillis(MAY_TAKE_EFFECT),
        () -> call(Call.OBJECT, "create " + name, () -> world.sets().create(object)));
  }

  @Override
  public Optional<String> findUid(HasMetadata object) {
    return findObject(object).map(found -> found.getMetadata().getUid());
  }

  @Override
  public Optional<HasMetadata> findObject(HasMetadata object) {
    return call(
        Call.OBJECT, "get " + object.getMetadata().getName(), () -> world.objects().find(object));
  }

  @Override
  public void addOwner(HasMetadata object, OwnerReference owner) {
    call(
        Call.OBJECT,
        "own " + object.getMetadata().getName(),
        () -> world.objects().addOwner(object, owner));
  }

  @Override
  public void deleteObject(HasMetadata object) {
    call(
        Call.OBJECT, "delete " + object.getMetadata().getName(), () -> world.sets().delete(object));
  }

  @Override
  public List<PersistentVolumeClaim> listClaims() {
    return call(
        Call.LIST,
        "list claims",
        () ->
            world.objects().ofKind("PersistentVolumeClaim").stream()
                .map(PersistentVolumeClaim.class::cast)
                .toList());
  }

  @Override
  public void annotatePod(String podName, String key, String value) {
    call(Call.LABEL, "annotate " + podName, () -> annotate(podName, key, value));
  }

  private void annotate(String podName, String key, String value) {
    world.counts().add("annotation:" + key);
    PodModel pod = world.server().pods.get(podName);
    if (pod != null) {
      pod.deletionCost = Integer.parseInt(value);
      world.server().changed(pod);
    }
  }

  @Override
  public void scale(SetKind kind, String name, int replicas) {
    call(Call.OBJECT, "scale " + name, () -> world.sets().scale(name, replicas));
  }

  @Override
  public Optional<String> whyNoPods(SetKind kind, String name) {
    return call(Call.OBJECT, "look at " + name, () -> world.sets().whyNoPods(name));
  }
}
