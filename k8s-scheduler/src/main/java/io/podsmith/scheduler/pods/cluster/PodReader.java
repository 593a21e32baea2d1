// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pods and lists of pods from the API server's answers. */
final class PodReader {
  private PodReader() {}

  static PodDocument pod(byte[] body) {
    return read(body, PodDocument::read);
  }

  static String uid(byte[] body) {
    return read(body, PodDocument::readUid);
  }

  /** Reads an object from a parser that stands at its beginning. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> T read(byte[] body, Reader<T> reader) {
    try (JsonParser json = JsonObjects.JSON.createParser(body)) {
      json.nextToken();
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
    String version = "";
    String next = "";
    try (JsonParser json = JsonObjects.JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            pods.add(PodDocument.read(json));
          }
        } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("resourceVersion")) {
              version = json.getValueAsString("");
            } else if (key.equals("continue")) {
              next = json.getValueAsString("");
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw ApiFailure.noAnswer("cannot parse the list from the API server: " + e.getMessage(), e);
    }
    return new Page(List.of(), version, next.isEmpty() ? Optional.empty() : Optional.of(next));
  }
}
