// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes pods, many with one request where there are many, and asks again until they go.
 *
 * <p>Used on the event loop only.
 */
public final class PodDeleter implements PodSubscriber {
  private static final Logger LOG = LoggerFactory.getLogger(PodDeleter.class);
  private static final Duration GATHER = Duration.ofMillis(50);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(15);
  private static final int ONE_BY_ONE = 4;
  private static final int AT_ONCE = 200;

  /** A pod that is to go. {@code askedAt} is 0 until the server has agreed. */
  private record Condemned(Optional<String> phase, long askedAt) {}

  private final ClusterApi api;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final Backoff pauses = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));
  private final Map<Long, Condemned> condemned = new HashMap<>();
  private final Map<Long, Optional<String>> gathered = new LinkedHashMap<>();
  private boolean flushing;
  private boolean checking;
  private boolean collectionForbidden;
  private boolean forbidden;

  public PodDeleter(ClusterApi api, ExecutorPodStore store, EventLoop loop) {
    this.api = api;
    this.store = store;
    this.loop = loop;
  }

  /** Deletes a pod that is known, unless that is under way. */
  public void delete(ExecutorPod pod) {
    if (!pod.deleting()) {
      deleteExecutors(List.of(pod.id()), Optional.empty());
    }
  }

  /**
   * Deletes executors' pods, known or not.
   *
   * @param phase deletes them in this phase only, as far as the first request goes
   */
  public void deleteExecutors(Collection<Long> ids, Optional<String> phase) {
    for (long id : ids) {
      if (condemned.putIfAbsent(id, new Condemned(phase, 0)) == null) {
        gathered.put(id, phase);
      }
    }
    flushSoon(GATHER);
  }

  public boolean isPending(long executorId) {
    return condemned.containsKey(executorId);
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    for (PodChange change : changes) {
      if (change.gone() || change.after().deleting()) {
        condemned.remove(change.after().id());
        gathered.remove(change.after().id());
      }
    }
  }

  private void flushSoon(Duration delay) {
    if (!flushing && !gathered.isEmpty()) {
      flushing = true;
      loop.schedule(delay, this::flush);
    }
  }

  private void flush() {
    flushing = false;
    Map<Optional<String>, List<Long>> byPhase = new HashMap<>();
    gathered.forEach((id, phase) -> byPhase.computeIfAbsent(phase, p -> new ArrayList<>()).add(id));
    gathered.clear();
    byPhase.forEach(this::send);
  }

  private void send(Optional<String> phase, List<Long> ids) {
    List<String> names = new ArrayList<>();
    Set<Long> unseen = new HashSet<>();
    for (long id : ids) {
      Optional<ExecutorPod> pod = store.find(id);
      pod.ifPresentOrElse(seen -> names.add(seen.name()), () -> unseen.add(id));
    }
    boolean byName =
        collectionForbidden
            || (phase.isEmpty() && names.size() == ids.size() && ids.size() <= ONE_BY_ONE);
    loop.io()
        .execute(
            () -> {
              try {
                if (byName) {
                  names.forEach(api::deletePod);
                  deleteUnseen(unseen, phase);
                } else {
                  for (int from = 0; from < ids.size(); from += AT_ONCE) {
                    List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
                    api.deleteExecutors(some, phase);
                  }
                }
                loop.execute(() -> sent(ids));
              } catch (RuntimeException e) {
                loop.execute(() -> failed(ids, byName, ApiFailure.from(e)));
              }
            });
  }

  /** Looks up the names of pods that were not observed yet; runs on a request thread. */
  private void deleteUnseen(Set<Long> ids, Optional<String> phase) {
    if (ids.isEmpty()) {
      return;
    }
    Optional<String> next = Optional.empty();
    do {
      ClusterApi.Page page = api.listExecutors("", next);
      for (ExecutorPod pod : page.pods()) {
        boolean isMeant =
            ids.contains(pod.id()) && phase.map(p -> isIn(pod.phase(), p)).orElse(true);
        if (isMeant) {
          api.deletePod(pod.name());
        }
      }
      next = page.next();
    } while (next.isPresent());
  }

  private static boolean isIn(ExecutorPhase phase, String name) {
    return phase.name().equalsIgnoreCase(name);
  }

  private void sent(List<Long> ids) {
    pauses.reset();
    long now = loop.now();
    ids.forEach(id -> condemned.computeIfPresent(id, (i, c) -> new Condemned(c.phase(), now)));
    if (!checking) {
      checking = true;
      loop.schedule(ASK_AGAIN, this::check);
    }
  }

  private void failed(List<Long> ids, boolean byName, ApiFailure failure) {
    if (!byName && failure.isForbidden() && !collectionForbidden) {
      LOG.info(
          "Deleting pods individually, because the driver is not allowed to delete collections: {}",
          failure.said());
      collectionForbidden = true;
    } else if (failure.isForbidden() && !forbidden) {
      LOG.warn("The driver is not allowed to delete executor pods: {}", failure.said());
      forbidden = true;
    } else {
      LOG.debug("Cannot delete executors {}; retrying: {}", ids, failure.said());
    }
    for (long id : ids) {
      Condemned left = condemned.get(id);
      if (left != null) {
        gathered.put(id, collectionForbidden ? Optional.empty() : left.phase());
      }
    }
    Duration pause = pauses.nextPause();
    flushSoon(failure.retryAfter().filter(asked -> asked.compareTo(pause) > 0).orElse(pause));
  }

  /**
   * What was to be deleted long ago and is still there is asked for again, whatever it does now.
   */
  private void check() {
    checking = false;
    long longAgo = loop.now() - ASK_AGAIN.toMillis();
    condemned
        .entrySet()
        .removeIf(
            e ->
                e.getValue().askedAt() > 0
                    && e.getValue().askedAt() <= longAgo
                    && store.find(e.getKey()).isEmpty());
    condemned.forEach(
        (id, c) -> {
          if (c.askedAt() > 0 && c.askedAt() <= longAgo) {
            gathered.put(id, Optional.empty());
          }
        });
    flushSoon(GATHER);
    if (!condemned.isEmpty()) {
      checking = true;
      loop.schedule(ASK_AGAIN, this::check);
    }
  }
}
