// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.table.Tables;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Converts replies to tables for clients that prefer them, such as {@code kubectl get}. */
final class TableReplies {
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private TableReplies() {}

  /**
   * Returns the reply in the form that the client accepts.
   *
   * @param accept the value of the {@code Accept} header
   */
  static Reply convert(Reply reply, ApiCall call, String accept) {
    return version(accept)
        .map(version -> tables(version, call))
        .map(tables -> convert(reply, call.resource(), tables))
        .orElse(reply);
  }

  /** Returns the version of the table if the first accepted form that the server knows is one. */
  private static Optional<String> version(String accept) {
    for (String part : accept.split(",")) {
      List<String> words = Arrays.stream(part.split(";")).map(String::strip).toList();
      String type = words.get(0);
      if (!type.equals("application/json") && !type.equals("*/*")) {
        continue;
      }
      if (!words.contains("as=Table")) {
        return Optional.empty();
      }
      Optional<String> known =
          VERSIONS.stream().filter(each -> words.contains("v=" + each)).findFirst();
      if (known.isPresent() && words.contains("g=meta.k8s.io")) {
        return known;
      }
    }
    return Optional.empty();
  }

  private static Tables tables(String version, ApiCall call) {
    Tables.Include include =
        switch (call.parameter("includeObject")) {
          case "None" -> Tables.Include.NONE;
          case "", "Metadata" -> Tables.Include.METADATA;
          case "Object" -> Tables.Include.OBJECT;
          default ->
              throw ApiException.badRequest(
                  "unrecognized includeObject value: \"%s\""
                      .formatted(call.parameter("includeObject")));
        };
    return new Tables(version, include, call.resource().group(), call.resource().plural());
  }

  private static Reply convert(Reply reply, ApiResource resource, Tables tables) {
    if (reply instanceof Reply.Watch watch) {
      return new Reply.Watch(watch.session(), watch.timeoutSeconds(), new Events(tables));
    }
    if (reply instanceof Reply.Document document && document.body().length > 0) {
      ObjectNode tree = read(document.body());
      String kind = Json.text(tree, "kind");
      boolean isList = kind.equals(resource.kind() + "List");
      if (isList || kind.equals(resource.kind())) {
        byte[] table = Json.bytes(tables.table(tree, isList));
        return new Reply.Document(document.code(), table, document.warnings());
      }
    }
    return reply;
  }

  private static ObjectNode read(byte[] json) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Converts the events of one watch to events with tables. Called in order. */
  private static final class Events implements UnaryOperator<byte[]> {
    private final Tables tables;
    private boolean isFirst = true;

    Events(Tables tables) {
      this.tables = tables;
    }

    @Override
    public byte[] apply(byte[] event) {
      ObjectNode tree = read(event);
      JsonNode object = tree.path("object");
      if (Json.text(tree, "type").equals("ERROR")) {
        return event;
      }
      tree.set("object", tables.event(object, isFirst));
      isFirst = false;
      return (tree + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }
}
