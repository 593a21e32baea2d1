// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The requests of service accounts that an API server has answered. */
final class AuditLog {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT = "system:serviceaccount:";

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * A request.
   *
   * @param resource with its subresource after a slash
   * @param name empty for requests about many objects
   * @param isDenied whether a right was missing; admission answers 403, too
   */
  record Request(
      String namespace,
      String account,
      String verb,
      String group,
      String resource,
      String name,
      boolean isDenied) {}

  /** Returns the requests of all service accounts of a namespace. */
  List<Request> of(String namespace) throws IOException {
    List<Request> requests = new ArrayList<>();
    String prefix = "%s%s:".formatted(ACCOUNT, namespace);
    for (String line : Files.readAllLines(file)) {
      if (line.contains(prefix) && line.endsWith("}")) {
        JsonNode event = JSON.readTree(line);
        String user = event.at("/user/username").asText();
        if (user.startsWith(prefix)
            && event.has("objectRef")
            && event.path("stage").asText().equals("ResponseComplete")) {
          requests.add(request(event, namespace, user.substring(prefix.length())));
        }
      }
    }
    return requests;
  }

  private static Request request(JsonNode event, String namespace, String account) {
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    return new Request(
        namespace,
        account,
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        object.path("name").asText(),
        event.at("/annotations/authorization.k8s.io~1decision").asText().equals("forbid"));
  }
}
