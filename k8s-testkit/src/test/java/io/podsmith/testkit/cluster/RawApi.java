// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a server request by request, as they go over the wire. */
final class RawApi {
  static final String JSON = "application/json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  static final String APPLY_PATCH = "application/apply-patch+yaml";
  static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a server answered. */
  record Answer(int code, String text, List<String> warnings) {
    JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      }
    }

    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String message() {
      return at("/message");
    }

    /** The events of a watch that has ended. */
    List<JsonNode> events() {
      List<JsonNode> events = new ArrayList<>();
      for (String line : text.split("\n")) {
        if (!line.isBlank()) {
          try {
            events.add(MAPPER.readTree(line));
          } catch (JsonProcessingException e) {
            throw new AssertionError("no event: " + line, e);
          }
        }
      }
      return events;
    }

    /** The events of a watch as {@code ADDED name}, without bookmarks. */
    List<String> eventNames() {
      return events().stream()
          .filter(each -> !each.path("type").asText().equals("BOOKMARK"))
          .map(each -> each.path("type").asText() + " " + each.at("/object/metadata/name").asText())
          .toList();
    }

    List<String> itemNames() {
      List<String> names = new ArrayList<>();
      json().path("items").forEach(each -> names.add(each.at("/metadata/name").asText()));
      return names;
    }
  }

  private final KubernetesClient client;
  private final String url;

  RawApi(KubernetesClient client, Config config) {
    this.client = client;
    this.url = config.getMasterUrl().replaceAll("/$", "");
  }

  Answer get(String path) {
    return send("GET", path, "", "");
  }

  /** Reads in a form of the client's choice. */
  Answer get(String path, String accept) {
    return send("GET", path, "", "", accept);
  }

  Answer post(String path, String body) {
    return send("POST", path, JSON, body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, JSON, body);
  }

  Answer patch(String path, String contentType, String body) {
    return send("PATCH", path, contentType, body);
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "");
  }

  Answer delete(String path, String body) {
    return send("DELETE", path, JSON, body);
  }

  Answer send(String method, String path, String contentType, String body) {
    return send(method, path, contentType, body, "");
  }

  private Answer send(String method, String path, String contentType, String body, String accept) {
    HttpRequest.Builder request =
        client.getHttpClient().newHttpRequestBuilder().uri(URI.create(url + path));
    request.method(method, contentType, contentType.isEmpty() ? null : body);
    request.header("User-Agent", "conformance");
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    try {
      HttpResponse<String> response =
          client.getHttpClient().sendAsync(request.build(), String.class).get(60, TimeUnit.SECONDS);
      return new Answer(
          response.code(),
          response.bodyString() == null ? "" : response.bodyString(),
          response.headers("Warning"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during " + method + " " + path, e);
    } catch (ExecutionException | TimeoutException | java.io.IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    }
  }
}
