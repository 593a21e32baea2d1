// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.PodDocument;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads pods as they come from the API server. */
public final class Documents {
  public static final PodRules RULES =
      new PodRules(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME, true);

  private Documents() {}

  public static PodDocument read(Pod pod) {
    return read(Serialization.asJson(pod));
  }

  public static PodDocument read(String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      json.nextToken();
      return PodDocument.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Optional<ExecutorPod> executor(Pod pod) {
    return read(pod).toExecutorPod(RULES);
  }

  static Pod copy(Pod pod) {
    return new PodBuilder(pod).build();
  }

  public static PodStatus status(String phase) {
    return new PodStatusBuilder().withPhase(phase).build();
  }
}
