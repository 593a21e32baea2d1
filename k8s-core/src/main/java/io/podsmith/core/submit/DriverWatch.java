// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.MonotonicTime;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one driver pod to its end and logs what happens to it. For one thread.
 *
 * <p>A watch delivers the changes. Since a watch can close, fall behind (410) or go silent, the pod
 * is also read whenever a watch is opened and from time to time in between, and the watch is opened
 * again when it ended or missed a change. While the API server does not answer this is retried
 * indefinitely, since the driver does not depend on it.
 *
 * <p>Only requests that read the pod decide whether the API server responds: a proxy may reject
 * watches and nothing else.
 */
final class DriverWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DriverWatch.class);
  private static final int GIVE_UP_AFTER_REFUSALS = 5;

  /** How long a pod may take to reach its final phase once its only container has ended. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final DriverRequests requests;
  private final String namespace;
  private final String name;
  private final String uid;
  private final String container;
  private final Duration reportInterval;
  private final Pace pace;
  private final MonotonicTime time;
  private final StateLines lines;
  private final StartDelay startDelay;
  private final String applicationId;

  private Pod pod;
  private long nextReport;
  private OptionalLong settleBy = OptionalLong.empty();
  private boolean mayWatch = true;
  private Optional<KubernetesClientException> watchFailure = Optional.empty();
  private boolean isWatchFailureLogged;
  private int failures;
  private int refusals;

  /**
   * How often to look; tests are less patient.
   *
   * @param recheck how long a watch may be silent before the pod is read
   * @param open how long the API server may take to open a watch
   * @param time what all but {@code open} is measured by
   */
  record Pace(
      Duration recheck,
      Duration firstPause,
      Duration longestPause,
      Duration open,
      MonotonicTime time) {
    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            MonotonicTime.SYSTEM);
    private static final Duration LOOK_FOR_EVENTS = Duration.ofSeconds(20);

    Pace withRecheck(Duration other) {
      return new Pace(other, firstPause, longestPause, open, time);
    }

    /** Returns after which time without an explanation the events of a pending pod are listed. */
    Duration lookForEvents() {
      return recheck.compareTo(LOOK_FOR_EVENTS) < 0 ? recheck : LOOK_FOR_EVENTS;
    }
  }

  DriverWatch(
      DriverRequests requests,
      Pod created,
      String container,
      String applicationId,
      Duration reportInterval,
      Pace pace) {
    this.requests = requests;
    this.namespace = created.getMetadata().getNamespace();
    this.name = created.getMetadata().getName();
    this.uid = created.getMetadata().getUid();
    this.container = container;
    this.applicationId = applicationId;
    this.reportInterval = reportInterval;
    this.pace = pace;
    this.time = pace.time();
    this.pod = created;
    this.lines = new StateLines(container);
    this.startDelay = new StartDelay(requests::latestWarning, pace.lookForEvents());
    this.nextReport = time.nanos() + reportInterval.toNanos();
  }

  /**
   * Waits until the application has ended.
   *
   * @throws io.podsmith.api.error.ClusterException where the server keeps refusing to show the pod;
   *     the driver is not touched
   */
  SubmissionResult await() throws InterruptedException {
    try {
      return awaitEnd();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private SubmissionResult awaitEnd() throws InterruptedException {
    Optional<SubmissionResult> result = look(pod);
    while (result.isEmpty()) {
      try {
        result = followOneWatch();
        if (result.isEmpty()) {
          pause();
        }
      } catch (KubernetesClientException e) {
        if (!Thread.currentThread().isInterrupted()) {
          lost(e);
        }
        if (hasSettled()) {
          return conclude(false);
        }
        pause(); // throws at once where the failure was the interruption
      }
    }
    return result.get();
  }

  /** Returns the end, or nothing where the watch has to be opened again. */
  private Optional<SubmissionResult> followOneWatch() throws InterruptedException {
    BlockingQueue<News> news = new LinkedBlockingQueue<>();
    Optional<Watch> watch = open(news);
    try {
      Optional<SubmissionResult> result = read();
      watchFailure.ifPresent(this::warnAboutWatch);
      long nextRead = time.nanos() + pace.recheck().toNanos();
      while (result.isEmpty()) {
        Optional<News> next = time.poll(news, Duration.ofNanos(nanosUntil(nextRead)));
        if (next.isPresent()) {
          if (next.get().isClosed()) {
            return Optional.empty();
          }
          result = hear(next.get());
        }
        if (result.isEmpty()) {
          report();
        }
        if (result.isEmpty() && (isPast(nextRead) || hasSettled())) {
          if (watch.isEmpty() && mayWatch) {
            return Optional.empty(); // the pod is read again once the watch has been opened
          }
          String before = pod.getMetadata().getResourceVersion();
          result = read();
          boolean isBehind = !pod.getMetadata().getResourceVersion().equals(before);
          if (watch.isPresent() && isBehind && news.isEmpty()) {
            LOG.debug("The watch of {} has received no events; reopening it", name);
            return result;
          }
          nextRead = time.nanos() + pace.recheck().toNanos();
        }
      }
      return result;
    } finally {
      watch.ifPresent(Watch::close);
    }
  }

  private void report() {
    long now = time.nanos();
    startDelay.look(pod, now);
    if (isPast(nextReport)) {
      LOG.info(
          "Application status for {} (phase: {}{})",
          applicationId,
          PodWords.phase(pod),
          startDelay.text(pod, now));
      nextReport = now + reportInterval.toNanos();
    }
  }

  private boolean isPast(long nanos) {
    return time.nanos() - nanos >= 0;
  }

  private long nanosUntil(long nextRead) {
    long now = time.nanos();
    long wait = Math.min(nextRead - now, nextReport - now);
    OptionalLong nextLook = startDelay.nextLook(pod);
    if (nextLook.isPresent()) {
      wait = Math.min(wait, nextLook.getAsLong() - now);
    }
    if (settleBy.isPresent()) {
      wait = Math.min(wait, settleBy.getAsLong() - now);
    }
    return Math.max(0, wait);
  }

  /** Returns nothing where there is no watch now: it is opened again later if it may be. */
  private Optional<Watch> open(BlockingQueue<News> news) throws InterruptedException {
    watchFailure = Optional.empty();
    if (!mayWatch) {
      return Optional.empty();
    }
    try {
      Optional<Watch> watch =
          WatchOpening.within(pace.open(), () -> requests.watch(new Listener(news)));
      if (watch.isEmpty()) {
        mayWatch = false;
        LOG.warn(
            "The API server, or a proxy before it, has not answered the request to watch the driver"
                + " pod within {} s, so the pod is read every {} s instead",
            pace.open().toSeconds(),
            pace.recheck().toSeconds());
      }
      isWatchFailureLogged = false;
      return watch;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        mayWatch = false;
        LOG.warn(
            "Not allowed to watch pods in namespace {}, so the driver pod is read every {} s"
                + " instead; check with: {}",
            namespace,
            pace.recheck().toSeconds(),
            Target.of(pod, Optional.of(namespace)).canI("watch"));
      } else {
        watchFailure = Optional.of(e);
      }
      return Optional.empty();
    }
  }

  /** Logs a failure of the watch once the pod was read, since else the API server is down. */
  private void warnAboutWatch(KubernetesClientException failure) {
    if (!isWatchFailureLogged) {
      isWatchFailureLogged = true;
      LOG.warn(
          "Cannot watch the driver pod, so it is read every {} s until a watch can be opened: {}",
          pace.recheck().toSeconds(),
          requests.describe(failure, "watch", "").getMessage());
    }
  }

  private Optional<SubmissionResult> read() {
    Optional<Pod> found = requests.read();
    if (failures > 0) {
      LOG.info("The API server responds again");
    }
    failures = 0;
    refusals = 0;
    return found.isEmpty() ? Optional.of(deleted()) : look(found.get());
  }

  private Optional<SubmissionResult> hear(News news) {
    Pod heard = news.pod();
    if (!uid.equals(heard.getMetadata().getUid())) {
      return Optional.empty(); // the next read tells
    }
    if (isOlder(heard)) {
      return Optional.empty();
    }
    Optional<SubmissionResult> result = look(heard);
    return result.isPresent() || !news.isDeleted() ? result : Optional.of(deleted());
  }

  /** The first events of a watch may come from a cache that is behind what was read. */
  private boolean isOlder(Pod heard) {
    try {
      return Long.parseLong(heard.getMetadata().getResourceVersion())
          < Long.parseLong(pod.getMetadata().getResourceVersion());
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private Optional<SubmissionResult> look(Pod now) {
    if (!uid.equals(now.getMetadata().getUid())) {
      return Optional.of(deleted());
    }
    pod = now;
    startDelay.observe(pod, time.nanos());
    String phase = PodWords.phase(pod);
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return Optional.of(conclude(false));
    }
    boolean hasEnded =
        PodWords.terminated(pod, container).isPresent()
            && "Never".equals(pod.getSpec().getRestartPolicy());
    if (hasEnded && (!isOnlyContainer() || hasSettled())) {
      return Optional.of(conclude(false));
    }
    if (!hasEnded) {
      lines.next(pod).ifPresent(LOG::info);
    } else if (settleBy.isEmpty()) {
      // the kubelet reports the final phase a moment later; --status should then agree
      settleBy = OptionalLong.of(time.nanos() + SETTLE.toNanos());
    }
    return Optional.empty();
  }

  private boolean hasSettled() {
    return settleBy.isPresent() && isPast(settleBy.getAsLong());
  }

  /** Returns whether nothing but Spark's container keeps the pod from its final phase. */
  private boolean isOnlyContainer() {
    return pod.getSpec().getContainers().size() == 1
        && pod.getSpec().getInitContainers().stream()
            .noneMatch(init -> "Always".equals(init.getRestartPolicy()));
  }

  private SubmissionResult deleted() {
    LOG.info("driver pod {}: {} -> deleted", name, lines.state());
    return conclude(true);
  }

  private SubmissionResult conclude(boolean isGone) {
    DriverEnd end = new DriverEnd(pod, container, isGone);
    if (!isGone) {
      lines.next(pod).ifPresent(LOG::info);
    }
    LOG.info("Container final statuses:\n{}", PodWords.containers(pod));
    boolean isSuccess = end.isSuccess();
    List<String> failedBeside = PodWords.failedBeside(pod, container);
    if (isSuccess && !failedBeside.isEmpty()) {
      LOG.warn("Spark succeeded, but these sidecars failed: {}", failedBeside);
    }
    return new SubmissionResult(
        namespace + ":" + name,
        PodWords.phase(pod),
        end.exitCode(),
        isSuccess ? Optional.empty() : Optional.of(failure(end)));
  }

  private String failure(DriverEnd end) {
    Optional<String> cause = end.isOwnFailure() ? requests.cause(pod) : Optional.empty();
    return end.why() + cause.map("; the driver reported: %s"::formatted).orElse("");
  }

  private void lost(KubernetesClientException e) {
    boolean isRefusal =
        e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
            || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    refusals = isRefusal ? refusals + 1 : 0;
    if (refusals >= GIVE_UP_AFTER_REFUSALS) {
      throw requests.describe(e, "get", "The driver was created and keeps running");
    }
    if (failures++ == 0) {
      LOG.warn(
          "Cannot read the driver pod, retrying with back-off: {}",
          requests.describe(e, "get", "").getMessage());
    }
  }

  private void pause() throws InterruptedException {
    long millis =
        Math.min(
            pace.longestPause().toMillis(), pace.firstPause().toMillis() << Math.min(failures, 16));
    time.sleep(Duration.ofMillis(millis));
  }

  private InterruptedException interrupted(InterruptedException cause) {
    InterruptedException interrupted =
        new InterruptedException(
            "interrupted while waiting for the end of the driver pod %s in namespace %s, which keeps running"
                .formatted(name, namespace));
    interrupted.initCause(cause);
    return interrupted;
  }

  /** What a watch delivers: a pod, or that the watch has ended. */
  private record News(Optional<Pod> found, boolean isDeleted) {
    static final News CLOSED = new News(Optional.empty(), false);

    boolean isClosed() {
      return found.isEmpty();
    }

    Pod pod() {
      return found.orElseThrow();
    }
  }

  private record Listener(BlockingQueue<News> news) implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      switch (action) {
        case ADDED, MODIFIED -> news.add(new News(Optional.of(pod), false));
        case DELETED -> news.add(new News(Optional.of(pod), true));
        case ERROR -> news.add(News.CLOSED);
        case BOOKMARK -> {}
      }
    }

    @Override
    public void onClose() {
      news.add(News.CLOSED);
    }

    @Override
    public void onClose(WatcherException cause) {
      LOG.debug("The watch of the driver pod ended: {}", cause.toString());
      news.add(News.CLOSED);
    }
  }
}
