// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a request says: its path, its verb, its user and its body. */
final class IncomingRequest {
  private final HttpServerRequest request;
  private final byte[] body;
  private final String contentType;
  private final String path;
  private final Optional<RequestResolver.Target> target;
  private final Optional<String> user;
  private final String verb;

  IncomingRequest(HttpServerRequest request, byte[] body, Backend backend) {
    this.request = request;
    String given = mediaType(header("Content-Type"));
    Optional<byte[]> converted =
        given.equals(ProtobufBody.MEDIA_TYPE) ? ProtobufBody.toJson(body) : Optional.empty();
    this.contentType = converted.isPresent() ? "application/json" : given;
    this.body = converted.orElse(body);
    this.path = Optional.ofNullable(request.path()).filter(each -> !each.isEmpty()).orElse("/");
    this.target = backend.resolver().resolve(path);
    this.user = backend.authenticate(header("Authorization"));
    Map<String, List<String>> query = query();
    boolean isWatch =
        query.containsKey("watch") && !List.of("0", "false").contains(query.get("watch").get(0));
    this.verb =
        target
            .map(each -> each.verb(method(), isWatch).orElse(""))
            .orElse(method().toLowerCase(Locale.ROOT));
  }

  String method() {
    return request.method().name();
  }

  /** Returns the body, in JSON if the server could convert it. */
  byte[] body() {
    return body;
  }

  /** Returns the media type of {@link #body()}. */
  String contentType() {
    return contentType;
  }

  String path() {
    return path;
  }

  /** Returns what the path is about; empty if it leads to no resource. */
  Optional<RequestResolver.Target> target() {
    return target;
  }

  /** Returns the user; empty if the token is unknown. */
  Optional<String> user() {
    return user;
  }

  /** Returns the verb of Kubernetes, or of HTTP outside resources; empty if it is not allowed. */
  String verb() {
    return verb;
  }

  /** Returns the record of the request, which has no status yet. */
  RecordedRequest record() {
    return new RecordedRequest(
        Instant.now(),
        method(),
        path,
        Optional.ofNullable(request.query()).orElse(""),
        verb,
        target
            .map(
                each ->
                    each.subresource().isEmpty()
                        ? each.resource().plural()
                        : each.resource().plural() + "/" + each.subresource())
            .orElse(""),
        target.map(RequestResolver.Target::namespace).orElse(""),
        name(),
        header("Content-Type"),
        new String(body, StandardCharsets.UTF_8),
        header("User-Agent"),
        user.orElse(""),
        0);
  }

  private String name() {
    String ofPath = target.map(RequestResolver.Target::name).orElse("");
    if (!ofPath.isEmpty() || !verb.equals("create") || target.isEmpty()) {
      return ofPath;
    }
    try {
      JsonNode tree = Json.MAPPER.readTree(body);
      return tree == null ? "" : Json.name(tree);
    } catch (IOException e) {
      return "";
    }
  }

  private static String mediaType(String header) {
    int parameters = header.indexOf(';');
    return (parameters < 0 ? header : header.substring(0, parameters)).strip();
  }

  String header(String name) {
    return Optional.ofNullable(request.getHeader(name)).orElse("");
  }

  Map<String, List<String>> query() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    request
        .params()
        .forEach((name, value) -> query.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    return query;
  }
}
