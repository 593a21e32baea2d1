// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The volume claims of executors whose end is known but whose pods still exist, and the new
 * executors that wait for them.
 *
 * <p>Each claim is promised to one new executor, so that as many wait as claims become free, and no
 * more. A claim is waited for until its deadline at most. Guarded by the lock of {@link ClaimPool}.
 */
final class LeavingClaims {
  /** Until when a claim is worth waiting for, in milliseconds since the epoch, by its name. */
  private final Map<String, Long> deadlines = new HashMap<>();

  /** Those that are not promised yet, with their deadlines; the first to leave comes first. */
  private final Map<String, Long> open = new LinkedHashMap<>();

  private final Map<String, Long> waitingFor = new HashMap<>();
  private final Map<Long, Set<String>> promised = new HashMap<>();

  /** New executors whose claims have all been released since they were last asked for. */
  private final List<Long> ready = new ArrayList<>();

  /** Records that the pod of a claim is on its way out. The first deadline counts. */
  void leaves(String claim, long deadline) {
    if (deadlines.putIfAbsent(claim, deadline) == null) {
      open.put(claim, deadline);
    }
  }

  /** Records that no pod uses a claim any more. */
  void released(String claim) {
    deadlines.remove(claim);
    open.remove(claim);
    Long executorId = waitingFor.get(claim);
    if (executorId != null
        && promised.getOrDefault(executorId, Set.of()).stream().noneMatch(this::isLeaving)) {
      ready.add(executorId);
    }
  }

  private boolean isLeaving(String claim) {
    return deadlines.containsKey(claim);
  }

  /** Returns whether a claim is kept for another executor than this. */
  boolean isKeptFromOthers(String claim, long executorId) {
    Long owner = waitingFor.get(claim);
    return owner != null && owner != executorId;
  }

  /** Promises the executor the first claim that fits; returns whether there is one. */
  boolean promise(long executorId, Predicate<String> fits, long now) {
    for (Iterator<Map.Entry<String, Long>> all = open.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Long> claim = all.next();
      if (claim.getValue() > now && fits.test(claim.getKey())) {
        all.remove();
        waitingFor.put(claim.getKey(), executorId);
        promised.computeIfAbsent(executorId, id -> new HashSet<>()).add(claim.getKey());
        return true;
      }
    }
    return false;
  }

  boolean isWaiting(long executorId) {
    return promised.containsKey(executorId);
  }

  /** Returns until when an executor waits: until now where all its claims have been released. */
  long waitsUntil(long executorId, long now) {
    return promised.getOrDefault(executorId, Set.of()).stream()
        .filter(this::isLeaving)
        .mapToLong(deadlines::get)
        .max()
        .orElse(now);
  }

  /** Ends the wait of an executor; what it was promised is open to others. */
  void endWait(long executorId) {
    Set<String> claims = promised.remove(executorId);
    if (claims == null) {
      return;
    }
    for (String claim : claims) {
      waitingFor.remove(claim);
      Long deadline = deadlines.get(claim);
      if (deadline != null) {
        open.put(claim, deadline);
      }
    }
  }

  /** Returns the executors that can go on, once each. */
  List<Long> takeReady() {
    List<Long> taken = List.copyOf(ready);
    ready.clear();
    return taken;
  }
}
