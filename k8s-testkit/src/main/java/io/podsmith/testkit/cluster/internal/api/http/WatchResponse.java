// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import io.podsmith.testkit.cluster.internal.api.verbs.WatchSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the events of a watch until the client, the server or a fault ends it. */
final class WatchResponse {
  /** Where the events go. */
  interface Channel {
    void write(byte[] event);

    /** Ends the stream properly. */
    void end();

    /** Cuts the stream. */
    void abort();

    /** Sets what runs once the client has closed the stream. */
    void onClose(Runnable handler);
  }

  /**
   * When things happen.
   *
   * @param bookmarkInterval the time between bookmarks
   * @param delay how late events are sent
   * @param cut when the stream is cut; empty for never
   */
  record Timing(Duration bookmarkInterval, Duration delay, Optional<Duration> cut) {}

  private final Vertx vertx;
  private final Context context;
  private final Reply.Watch watch;
  private final Channel channel;
  private final Timing timing;
  private final List<Long> timers = new ArrayList<>();
  private boolean isOver;

  WatchResponse(Vertx vertx, Reply.Watch watch, Channel channel, Timing timing) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.watch = watch;
    this.channel = channel;
    this.timing = timing;
  }

  void start() {
    channel.onClose(this::stop);
    WatchSession session = watch.session();
    timers.add(vertx.setPeriodic(atLeast1(timing.bookmarkInterval()), timer -> session.bookmark()));
    if (watch.timeoutSeconds() > 0) {
      timers.add(
          vertx.setTimer(
              watch.timeoutSeconds() * 1000,
              timer -> {
                session.bookmark();
                context.runOnContext(ignored -> finish());
              }));
    }
    timing.cut().ifPresent(cut -> timers.add(vertx.setTimer(atLeast1(cut), timer -> cut())));
    session.start(
        new WatchSession.Sink() {
          @Override
          public void event(byte[] json) {
            later(() -> write(json));
          }

          @Override
          public void end() {
            later(WatchResponse.this::finish);
          }
        });
  }

  /** Returns a duration in milliseconds that timers accept. */
  private static long atLeast1(Duration duration) {
    return Math.max(1, duration.toMillis());
  }

  private void later(Runnable work) {
    long delay = timing.delay().toMillis();
    if (delay > 0) {
      context.runOnContext(ignored -> vertx.setTimer(delay, timer -> work.run()));
    } else {
      context.runOnContext(ignored -> work.run());
    }
  }

  private void write(byte[] json) {
    if (!isOver) {
      channel.write(watch.format().apply(json));
    }
  }

  private void stop() {
    if (!isOver) {
      isOver = true;
      watch.session().stop();
      timers.forEach(vertx::cancelTimer);
    }
  }

  private void finish() {
    boolean wasOver = isOver;
    stop();
    if (!wasOver) {
      channel.end();
    }
  }

  private void cut() {
    stop();
    channel.abort();
  }
}
