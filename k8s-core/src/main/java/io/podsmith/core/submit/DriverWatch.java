package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one driver's pod to its end and says what happens to it. For one thread.
 *
 * <p>A watch brings the news; since a watch can close, fall behind (410) or go silent without a
 * word, the pod is also read whenever a watch is opened and from time to time in between, and the
 * watch is opened anew when it ended or missed something. While the API server does not answer this
 * goes on for ever, for the driver does not depend on it.
 */
final class DriverWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DriverWatch.class);
  private static final int GIVE_UP_AFTER_REFUSALS = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String uid;
  private final String container;
  private final Duration reportInterval;
  private final Pace pace;
  private final StateLines lines;
  private final String applicationId;

  private Pod pod;
  private boolean mayWatch = true;
  private int failures;
  private int refusals;

  /** How often to look; tests are less patient. */
  record Pace(Duration recheck, Duration firstPause, Duration longestPause) {
    static final Pace USUAL =
        new Pace(Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  DriverWatch(
      KubernetesClient client,
      Pod created,
      String container,
      String applicationId,
      Duration reportInterval,
      Pace pace) {
    this.client = client;
    this.namespace = created.getMetadata().getNamespace();
    this.name = created.getMetadata().getName();
    this.uid = created.getMetadata().getUid();
    this.container = container;
    this.applicationId = applicationId;
    this.reportInterval = reportInterval;
    this.pace = pace;
    this.pod = created;
    this.lines = new StateLines(container);
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
        pause(); // throws at once where the failure was the interruption
      }
    }
    return result.get();
  }

  /** Returns the end, or nothing where the watch has to be opened anew. */
  private Optional<SubmissionResult> followOneWatch() throws InterruptedException {
    BlockingQueue<News> news = new LinkedBlockingQueue<>();
    Optional<Watch> watch = open(news);
    try {
      Optional<SubmissionResult> result = read();
      long nextRead = System.nanoTime() + pace.recheck().toNanos();
      long nextReport = System.nanoTime() + reportInterval.toNanos();
      while (result.isEmpty()) {
        long wait = Math.min(nextRead, nextReport) - System.nanoTime();
        News next = news.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (next != null && next.isClosed()) {
          return Optional.empty();
        }
        if (next != null) {
          result = hear(next);
        }
        long now = System.nanoTime();
        if (result.isEmpty() && now >= nextReport) {
          LOG.info("Application status for {} (phase: {})", applicationId, PodWords.phase(pod));
          nextReport = now + reportInterval.toNanos();
        }
        if (result.isEmpty() && now >= nextRead) {
          String before = pod.getMetadata().getResourceVersion();
          result = read();
          boolean isBehind = !pod.getMetadata().getResourceVersion().equals(before);
          if (watch.isPresent() && isBehind && news.isEmpty()) {
            LOG.debug("The watch of {} has gone silent and is opened anew", name);
            return result;
          }
          nextRead = now + pace.recheck().toNanos();
        }
      }
      return result;
    } finally {
      watch.ifPresent(Watch::close);
    }
  }

  private Optional<Watch> open(BlockingQueue<News> news) {
    if (!mayWatch) {
      return Optional.empty();
    }
    try {
      return Optional.of(resource().watch(new Listener(news)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      mayWatch = false;
      LOG.warn(
          "Not allowed to watch pods in namespace {}, so the driver pod is read every {} s instead;"
              + " check with: {}",
          namespace,
          pace.recheck().toSeconds(),
          target().canI("watch"));
      return Optional.empty();
    }
  }

  private Optional<SubmissionResult> read() {
    Pod found = resource().get();
    if (failures > 0) {
      LOG.info("The API server answers again");
    }
    failures = 0;
    refusals = 0;
    return found == null ? Optional.of(deleted()) : look(found);
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
    lines.next(pod).ifPresent(LOG::info);
    String phase = PodWords.phase(pod);
    Optional<ContainerStateTerminated> ended = PodWords.terminated(pod, container);
    boolean hasEnded =
        phase.equals("Succeeded")
            || phase.equals("Failed")
            || (ended.isPresent() && "Never".equals(pod.getSpec().getRestartPolicy()));
    return hasEnded ? Optional.of(conclude(phase, ended)) : Optional.empty();
  }

  private SubmissionResult conclude(String phase, Optional<ContainerStateTerminated> ended) {
    LOG.info("Container final statuses:\n{}", PodWords.containers(pod));
    OptionalInt exitCode =
        ended.map(state -> OptionalInt.of(state.getExitCode())).orElse(OptionalInt.empty());
    boolean succeeded = exitCode.isPresent() ? exitCode.getAsInt() == 0 : phase.equals("Succeeded");
    List<String> failedBeside = PodWords.failedBeside(pod, container);
    if (succeeded && !failedBeside.isEmpty()) {
      LOG.warn("Spark ended well, but these containers beside it failed: {}", failedBeside);
    }
    return result(exitCode, succeeded ? Optional.empty() : Optional.of(why(phase, ended)));
  }

  private String why(String phase, Optional<ContainerStateTerminated> ended) {
    StringBuilder why = new StringBuilder("driver pod ").append(name).append(" in namespace ");
    why.append(namespace).append(" ended as ").append(phase);
    ended.ifPresent(
        state ->
            why.append(": container ")
                .append(container)
                .append(" with ")
                .append(PodWords.ended(state)));
    PodWords.podReason(pod).ifPresent(reason -> why.append("; ").append(reason));
    List<String> failedBeside = PodWords.failedBeside(pod, container);
    if (ended.isEmpty() && !failedBeside.isEmpty()) {
      why.append(": failed before Spark started: ").append(String.join(", ", failedBeside));
    }
    if (ended.isPresent() && "OOMKilled".equals(ended.get().getReason())) {
      why.append("; give the driver more memory (spark.driver.memory, .memoryOverhead)");
    }
    return why.append("; see kubectl logs ")
        .append(name)
        .append(" -c ")
        .append(container)
        .append(" -n ")
        .append(namespace)
        .toString();
  }

  private SubmissionResult deleted() {
    LOG.info("driver pod {}: {} → deleted", name, lines.state());
    OptionalInt exitCode =
        PodWords.terminated(pod, container)
            .map(state -> OptionalInt.of(state.getExitCode()))
            .orElse(OptionalInt.empty());
    return result(
        exitCode,
        Optional.of(
            "driver pod "
                + name
                + " in namespace "
                + namespace
                + " was deleted while it was waited for; it was last seen as "
                + lines.state()));
  }

  private SubmissionResult result(OptionalInt exitCode, Optional<String> failure) {
    return new SubmissionResult(namespace + ":" + name, PodWords.phase(pod), exitCode, failure);
  }

  private void lost(KubernetesClientException e) {
    boolean isRefusal =
        e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
            || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    refusals = isRefusal ? refusals + 1 : 0;
    if (refusals >= GIVE_UP_AFTER_REFUSALS) {
      throw ClusterErrors.of(
          e,
          client.getConfiguration().getMasterUrl(),
          "get",
          target(),
          "The driver was created and goes on running");
    }
    if (failures++ == 0) {
      LOG.warn(
          "The driver pod cannot be seen at the moment, trying again: {}",
          ClusterErrors.of(e, client.getConfiguration().getMasterUrl(), "get", target())
              .getMessage());
    }
  }

  private void pause() throws InterruptedException {
    long millis =
        Math.min(
            pace.longestPause().toMillis(), pace.firstPause().toMillis() << Math.min(failures, 16));
    Thread.sleep(millis);
  }

  private PodResource resource() {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private Target target() {
    return Target.of(pod, Optional.of(namespace));
  }

  private InterruptedException interrupted(InterruptedException cause) {
    InterruptedException interrupted =
        new InterruptedException(
            "interrupted while waiting for the end of the driver pod "
                + name
                + " in namespace "
                + namespace
                + ", which goes on running");
    interrupted.initCause(cause);
    return interrupted;
  }

  /** What a watch brings: a pod, or that it is over. */
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
