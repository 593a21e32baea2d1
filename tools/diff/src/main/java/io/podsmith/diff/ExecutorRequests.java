// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the requests with which a driver creates its first executor. */
final class ExecutorRequests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PATHS = List.of("/pods", "/statefulsets", "/deployments");
  private static final String CLAIM_VOLUMES =
      "spark.kubernetes.executor.volumes.persistentVolumeClaim.%s.options.%s";

  private ExecutorRequests() {}

  /** Returns the request that creates the executor, or the set of executors, if it was sent. */
  static Optional<RecordedRequest> creation(List<RecordedRequest> requests) {
    return requests.stream()
        .filter(request -> request.method().equals("POST"))
        .filter(request -> PATHS.stream().anyMatch(request.path()::endsWith))
        .findFirst();
  }

  /**
   * Returns whether the driver has created the executor and all claims of it, which follow its pod.
   *
   * @param settings those of the driver
   */
  static boolean areComplete(List<RecordedRequest> requests, Map<String, String> settings) {
    Optional<RecordedRequest> creation = creation(requests);
    if (creation.isEmpty() || creation.get().status() == 0) {
      return false;
    }
    RecordedRequest executor = creation.get();
    boolean isRejected = executor.status() >= HttpURLConnection.HTTP_BAD_REQUEST;
    if (isRejected || !Flat.isPodCreation(executor)) {
      return true;
    }
    long claims =
        requests.stream()
            .filter(request -> request.method().equals("POST") && request.status() != 0)
            .filter(request -> request.path().endsWith("/persistentvolumeclaims"))
            .count();
    return claims >= newClaims(executor, settings);
  }

  /** Counts the volumes for whose claims a class and a size are set: the driver creates those. */
  private static long newClaims(RecordedRequest pod, Map<String, String> settings) {
    return tree(pod.body())
        .at("/spec/volumes")
        .valueStream()
        .filter(volume -> volume.has("persistentVolumeClaim"))
        .map(volume -> volume.path("name").asText())
        .filter(
            name ->
                settings.containsKey(CLAIM_VOLUMES.formatted(name, "storageClass"))
                    && settings.containsKey(CLAIM_VOLUMES.formatted(name, "sizeLimit")))
        .count();
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
