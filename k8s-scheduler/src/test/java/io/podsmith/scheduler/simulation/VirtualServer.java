// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Watch;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The pods of an API server with their history of versions, and the watches of it. */
final class VirtualServer {
  private static final long BOOKMARKS_EVERY = 60_000;
  private static final long SLOW_EVENTS_EVERY = 3_000;

  /** A change of a pod. */
  private record Change(long at, long version, ExecutorPod pod, boolean gone) {
    boolean isGone() {
      return gone || pod.inactive();
    }
  }

  final Map<String, PodModel> pods = new LinkedHashMap<>();
  private final VirtualTime time;
  private final Dice dice;
  private final Journal journal;
  private final List<Change> history = new ArrayList<>();
  private final List<OpenWatch> watches = new ArrayList<>();
  private long version = 100;

  /** Runs whenever a pod is gone. */
  Runnable whenGone = () -> {};

  private long forgotten = 100;
  private long delivered;

  /** How watches report the existing pods. */
  enum InitialEvents {
    PROMPT,
    /** One by one, with pauses. */
    SLOW,
    /** Without saying that they are complete. */
    ENDLESS
  }

  InitialEvents initialEvents = InitialEvents.PROMPT;

  /** How long watches last, in milliseconds; as long as the server likes if empty. */
  OptionalLong watchesLast = OptionalLong.empty();

  /** How long watch events take at most, in milliseconds. */
  long lag = 20;

  /** How far lists from the cache lag behind, in milliseconds. */
  long staleness;

  VirtualServer(VirtualTime time, Dice dice, Journal journal) {
    this.time = time;
    this.dice = dice;
    this.journal = journal;
    time.every(
        BOOKMARKS_EVERY, () -> List.copyOf(watches).forEach(w -> w.send(List.of(), version, 0)));
  }

  long version() {
    return version;
  }

  /** Records a change of a pod and reports it to the watches. */
  void changed(PodModel pod) {
    version++;
    pod.version = version;
    record(pod);
  }

  void removed(PodModel pod) {
    if (!pod.gone) {
      pod.gone = true;
      pods.remove(pod.name);
      version++;
      pod.version = version;
      record(pod);
      whenGone.run();
    }
  }

  /** Whether pods end without any sign of it, as no server lets them. */
  boolean hidesEnds;

  private void record(PodModel pod) {
    if (hidesEnds && (pod.gone || pod.hasEnded())) {
      return;
    }
    Change change = new Change(time.now(), version, pod.seen(), pod.gone);
    history.add(change);
    journal.note("pod " + pod.name, "%s, version %d", state(pod), version);
    List.copyOf(watches).forEach(watch -> watch.send(change));
  }

  private static String state(PodModel pod) {
    if (pod.gone) {
      return "gone";
    }
    String code = pod.exitCode.isPresent() ? ", exit code " + pod.exitCode.getAsInt() : "";
    return pod.phase.word + code + (pod.deleting ? ", deleting" : "");
  }

  /** Returns the version of the cache from which lists of version 0 are served. */
  long cachedVersion() {
    long at = time.now() - staleness;
    long cached = 100;
    for (Change change : history) {
      if (change.at() <= at) {
        cached = change.version();
      }
    }
    return staleness == 0 ? version : cached;
  }

  /** Returns the pods as they were at a version, without those marked as inactive. */
  List<ExecutorPod> at(long atVersion) {
    Map<String, ExecutorPod> found = new LinkedHashMap<>();
    for (Change change : history) {
      if (change.version() <= atVersion) {
        if (change.isGone()) {
          found.remove(change.pod().uid());
        } else {
          found.put(change.pod().uid(), change.pod());
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Forgets old versions: watches cannot be resumed there. */
  void forgetHistory() {
    forgotten = version;
  }

  /** Opens a watch; with an empty version it begins with the existing pods. */
  Watch open(String from, WatchListener listener) {
    OpenWatch watch = new OpenWatch(listener);
    if (!from.isEmpty() && Long.parseLong(from) < forgotten && !from.equals("0")) {
      watch.end(Optional.of(new ApiFailure(410, "Expired", "too old resource version", null)));
      return watch;
    }
    watches.add(watch);
    if (from.isEmpty()) {
      sendExisting(watch);
    } else {
      long first = from.equals("0") ? version : Long.parseLong(from);
      for (Change change : history) {
        if (change.version() > first) {
          watch.send(change);
        }
      }
    }
    long lasts = watchesLast.orElseGet(() -> dice.between("watch ends", 120_000, 600_000));
    time.in(lasts, () -> watch.end(Optional.empty()));
    return watch;
  }

  private void sendExisting(OpenWatch watch) {
    List<PodEvent> all = new ArrayList<>();
    at(version).forEach(pod -> all.add(new PodEvent(pod, false)));
    long pause = initialEvents == InitialEvents.SLOW ? SLOW_EVENTS_EVERY : 0;
    long after = pause;
    if (pause == 0) {
      watch.send(all, version, watch.delay());
    } else {
      for (PodEvent event : all) {
        watch.send(List.of(event), version, after);
        after += pause;
      }
    }
    if (initialEvents != InitialEvents.ENDLESS) {
      watch.begin(version, after);
    }
  }

  /** Returns how many watches are open. */
  int watchCount() {
    return watches.size();
  }

  /** Returns whether changes are sent to a watch. */
  boolean isWatched() {
    return watches.stream().anyMatch(watch -> !watch.isSilent);
  }

  /** Ends all watches. */
  void endWatches(Optional<ApiFailure> why) {
    List.copyOf(watches).forEach(watch -> watch.end(why));
  }

  /** Leaves all watches open, and sends nothing more to them. */
  void silenceWatches() {
    watches.forEach(watch -> watch.isSilent = true);
  }

  /** Does not send the next changes to the watches. */
  void skip(int changes) {
    watches.forEach(watch -> watch.skips += changes);
  }

  /**
   * Sends some of the last changes once more.
   *
   * @param most how many of them, from the oldest on
   */
  void repeat(int changes, int most) {
    int first = Math.max(0, history.size() - changes);
    int end = Math.min(history.size(), first + most);
    List<Change> last = List.copyOf(history.subList(first, end));
    List.copyOf(watches).forEach(watch -> last.forEach(watch::send));
  }

  /** Returns how many events the watches have delivered. */
  long delivered() {
    return delivered;
  }

  private final class OpenWatch implements Watch {
    private final WatchListener listener;
    private boolean isClosed;
    private boolean isSilent;
    private boolean isForDeletions;
    private int skips;
    private long lastDelivery;

    OpenWatch(WatchListener listener) {
      this.listener = listener;
    }

    private long delay() {
      return dice.between("watch", 1, lag);
    }

    void send(Change change) {
      if (skips > 0) {
        skips--;
        journal.note("watch", "version %d is not sent", change.version());
        return;
      }
      ExecutorPod pod = change.isGone() ? change.pod().gone() : change.pod();
      send(List.of(new PodEvent(pod, change.isGone())), change.version(), delay());
    }

    void send(List<PodEvent> events, long newVersion, long after) {
      later(
          after,
          () -> {
            List<PodEvent> sent =
                isForDeletions ? events.stream().filter(PodEvent::gone).toList() : events;
            listener.onChanges(sent, Long.toString(newVersion));
          });
    }

    void begin(long newVersion, long after) {
      later(after, () -> listener.onInitialEventsComplete(Long.toString(newVersion)));
    }

    /** Deliveries keep their order. */
    private void later(long after, Runnable delivery) {
      if (isSilent) {
        return;
      }
      lastDelivery = Math.max(lastDelivery, time.now() + after);
      time.in(
          lastDelivery - time.now(),
          () -> {
            if (!isClosed && !isSilent) {
              delivered++;
              delivery.run();
            }
          });
    }

    void end(Optional<ApiFailure> why) {
      watches.remove(this);
      later(
          1,
          () -> {
            isClosed = true;
            listener.onClosed(why);
          });
    }

    @Override
    public void deletionsOnly() {
      isForDeletions = true;
    }

    @Override
    public void close() {
      isClosed = true;
      watches.remove(this);
    }
  }
}
