package io.podsmith.scheduler.pods;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.Constants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads pods as they come from the API server. */
final class Documents {
  static final PodRules RULES = new PodRules(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME, true);

  private Documents() {}

  static PodDocument read(Pod pod) {
    return read(Serialization.asJson(pod));
  }

  static PodDocument read(String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      json.nextToken();
      return PodDocument.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<ExecutorPod> executor(Pod pod) {
    return read(pod).toExecutorPod(RULES);
  }

  static Pod copy(Pod pod) {
    return new PodBuilder(pod).build();
  }

  static PodStatus status(String phase) {
    return new PodStatusBuilder().withPhase(phase).build();
  }
}
