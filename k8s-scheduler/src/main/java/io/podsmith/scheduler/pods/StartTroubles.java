package io.podsmith.scheduler.pods;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what keeps executors from starting, such as a cluster that is full or an image that
 * cannot be pulled: once for all executors that it befalls, and again when it has lasted.
 */
final class StartTroubles {
  private static final Logger LOG = LoggerFactory.getLogger(StartTroubles.class);
  private static final Duration REPEAT = Duration.ofMinutes(5);
  private static final int REMEMBERED = 100;
  private static final Set<String> USUAL = Set.of("", "ContainerCreating", "PodInitializing");

  private final ExecutorBackend backend;
  private final Map<String, Long> reportedAt = new LinkedHashMap<>();

  StartTroubles(ExecutorBackend backend) {
    this.backend = backend;
  }

  void look(ExecutorPod pod, long now) {
    if (pod.phase() != ExecutorPhase.PENDING) {
      return;
    }
    String trouble = troubleOf(pod);
    if (trouble.isEmpty()) {
      return;
    }
    String essence = Wording.essence(trouble);
    Long last = reportedAt.get(essence);
    if (last != null && now - last < REPEAT.toMillis()) {
      return;
    }
    if (reportedAt.size() >= REMEMBERED) {
      reportedAt.clear();
    }
    reportedAt.put(essence, now);
    LOG.warn("{} (pod {}) does not start: {}", pod.title(), pod.name(), trouble);
    backend.report(new ExecutorNews.Delayed(pod.profileId(), trouble));
  }

  private static String troubleOf(ExecutorPod pod) {
    Optional<PodCondition> unplaced = pod.condition(PodCondition.SCHEDULED);
    if (unplaced.isPresent()) {
      return joined(unplaced.get().reason(), unplaced.get().message());
    }
    for (ContainerState container : pod.containers()) {
      if (!container.isTerminated() && !USUAL.contains(container.reason())) {
        return "container "
            + container.name()
            + ": "
            + joined(container.reason(), container.message());
      }
    }
    return "";
  }

  private static String joined(String reason, String message) {
    return message.isEmpty() ? reason : reason + ", " + message;
  }
}
