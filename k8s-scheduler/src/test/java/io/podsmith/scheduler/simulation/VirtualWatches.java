// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Watch;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import java.util.List;
import java.util.Optional;

/** The watches of one driver, with latency and faults. */
final class VirtualWatches {
  private final World world;
  private final int driver;

  VirtualWatches(World world, int driver) {
    this.world = world;
    this.driver = driver;
  }

  /** Opens a watch a moment later. */
  Watch open(String version, WatchListener listener) {
    world.requested(Call.WATCH);
    Optional<Effect> fault = world.faults().next(Call.WATCH, "watch");
    world.journal().note("watch at \"" + version + "\"", "%s", fault.map(Effect::word).orElse(""));
    if (fault.filter(Effect.RESET::equals).isPresent()) {
      throw Answers.of(Effect.RESET, Call.WATCH);
    }
    RequestedWatch watch = new RequestedWatch();
    world
        .time()
        .in(
            world.dice().between("request", 1, 20),
            () -> watch.open(version, fault, new CheckedListener(listener)));
    return watch;
  }

  /** A watch that is open once its request has reached the server. */
  private final class RequestedWatch implements Watch {
    private Optional<Watch> opened = Optional.empty();
    private boolean isClosed;
    private boolean isForDeletions;

    void open(String version, Optional<Effect> fault, WatchListener listener) {
      if (isClosed || world.driver().hasDied(driver)) {
        return;
      }
      if (fault.isEmpty() && (!version.isEmpty() || world.sendsInitialEvents())) {
        Watch watch = world.server().open(version, listener);
        opened = Optional.of(watch);
        if (isForDeletions) {
          watch.deletionsOnly();
        }
      } else {
        listener.onClosed(
            Optional.of(
                fault
                    .map(effect -> Answers.of(effect, Call.WATCH))
                    .orElseGet(
                        () -> Answers.failure(422, "Invalid", "sendInitialEvents is forbidden"))));
      }
    }

    @Override
    public void deletionsOnly() {
      isForDeletions = true;
      opened.ifPresent(Watch::deletionsOnly);
    }

    @Override
    public void close() {
      isClosed = true;
      opened.ifPresent(Watch::close);
    }
  }

  /** Checks what the driver still receives once it has stopped. */
  private final class CheckedListener implements WatchListener {
    private final WatchListener listener;

    CheckedListener(WatchListener listener) {
      this.listener = listener;
    }

    @Override
    public void onChanges(List<PodEvent> events, String version) {
      if (world.driver().hasStopped(driver) && !events.stream().allMatch(PodEvent::gone)) {
        world.checks().violated("after the stop, only deletions are watched", "%s", events);
      }
      listener.onChanges(events, version);
    }

    @Override
    public void onInitialEventsComplete(String version) {
      listener.onInitialEventsComplete(version);
    }

    @Override
    public void onClosed(Optional<ApiFailure> failure) {
      listener.onClosed(failure);
    }
  }
}
