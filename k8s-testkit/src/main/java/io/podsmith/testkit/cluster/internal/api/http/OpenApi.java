// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import java.util.Optional;

/**
 * Serves the part of the OpenAPI documents that {@code kubectl} needs to leave validation to the
 * server: which kinds can be patched with {@code fieldValidation}. There are no schemas, so {@code
 * kubectl explain} finds none.
 */
final class OpenApi {
  private static final String ROOT = "/openapi/v3";

  private final ResourceRegistry registry;

  OpenApi(ResourceRegistry registry) {
    this.registry = registry;
  }

  /** Returns the document at a path; empty if there is none. */
  Optional<ObjectNode> document(String path) {
    if (path.equals(ROOT)) {
      ObjectNode root = Json.object();
      ObjectNode paths = root.putObject("paths");
      for (String each : registry.groupVersions()) {
        String below = pathOf(each);
        paths.putObject(below).put("serverRelativeURL", ROOT + "/" + below);
      }
      return Optional.of(root);
    }
    return registry.groupVersions().stream()
        .filter(each -> path.equals(ROOT + "/" + pathOf(each)))
        .findFirst()
        .map(this::groupVersion);
  }

  private static String pathOf(String groupVersion) {
    return groupVersion.contains("/") ? "apis/" + groupVersion : "api/" + groupVersion;
  }

  private ObjectNode groupVersion(String groupVersion) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Podsmith").put("version", "v1.34.4-podsmith");
    ObjectNode paths = document.putObject("paths");
    for (ApiResource each : registry.resources(groupVersion)) {
      if (each.verbs().contains("patch")) {
        String scope = each.namespaced() ? "namespaces/{namespace}/" : "";
        String path = "/%s/%s%s/{name}".formatted(pathOf(groupVersion), scope, each.plural());
        patch(paths.putObject(path).putObject("patch"), each);
      }
    }
    document.putObject("components").putObject("schemas");
    return document;
  }

  private static void patch(ObjectNode operation, ApiResource resource) {
    operation
        .putArray("parameters")
        .addObject()
        .put("name", "fieldValidation")
        .put("in", "query")
        .putObject("schema")
        .put("type", "string");
    operation.putObject("responses").putObject("200").put("description", "OK");
    operation
        .putObject("x-kubernetes-group-version-kind")
        .put("group", resource.group())
        .put("version", resource.version())
        .put("kind", resource.kind());
  }
}
