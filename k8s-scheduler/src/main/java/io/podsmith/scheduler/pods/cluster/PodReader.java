// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads pods and lists of pods from the API server's answers. */
final class PodReader {
  private PodReader() {}

  static PodDocument pod(byte[] body) {
    return read(body, PodDocument::read);
  }

  static CreatedPod created(byte[] body) {
    return read(body, PodDocument::readCreated);
  }

  /** Reads an object from a parser that stands at its beginning. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> T read(byte[] body, Reader<T> reader) {
    try (JsonParser json = JsonObjects.JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not an object");
      }
      return reader.read(json);
    } catch (IOException | RuntimeException e) {
      throw ApiFailure.noAnswer(
          "cannot parse the response of the API server: " + e.getMessage(), e);
    }
  }

  /** Reads a page of a list; pods that are no executors are left out. */
  static Page page(byte[] body, PodRules rules) {
    List<PodDocument> documents = new ArrayList<>();
    Page frame = readList(body, documents);
    List<ExecutorPod> pods = new ArrayList<>(documents.size());
    documents.forEach(d -> d.toExecutorPod(rules).ifPresent(pods::add));
    return new Page(pods, frame.version(), frame.next());
  }

  /** Reads a list into {@code pods}; the page that is returned has none itself. */
  private static Page readList(byte[] body, List<PodDocument> pods) {
    ListDocument list =
        ListDocument.read(body, json -> pods.add(PodDocument.read(json)))
            .orElseThrow(() -> ListDocument.unreadable("it is not a list"));
    // Without a version there is nothing to watch from, and what is no list at all looks empty.
    if (list.version().isEmpty()) {
      throw ListDocument.unreadable("it has no resourceVersion");
    }
    return new Page(List.of(), list.version(), list.next());
  }
}
