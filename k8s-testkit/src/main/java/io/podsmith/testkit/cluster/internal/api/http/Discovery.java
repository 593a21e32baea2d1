// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says what the server serves: groups, versions, resources, and which server it is. */
public final class Discovery {
  private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz");

  private final ResourceRegistry registry;
  private final String address;

  public Discovery(ResourceRegistry registry, String address) {
    this.registry = registry;
    this.address = address;
  }

  static boolean isHealth(String path) {
    return HEALTH.contains(path);
  }

  /** The document at a path; empty where there is none. */
  Optional<ObjectNode> document(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.equals("/api")) {
      ObjectNode versions = Json.object().put("kind", "APIVersions");
      versions.putArray("versions").add("v1");
      versions
          .putArray("serverAddressByClientCIDRs")
          .addObject()
          .put("clientCIDR", "0.0.0.0/0")
          .put("serverAddress", address);
      return Optional.of(versions);
    }
    if (trimmed.equals("/apis")) {
      ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
      ArrayNode groups = list.putArray("groups");
      groups().forEach((name, versions) -> groups.add(group(name, versions)));
      return Optional.of(list);
    }
    if (trimmed.equals("/version")) {
      return Optional.of(version());
    }
    if (trimmed.startsWith("/openapi/")) {
      return new OpenApi(registry).document(trimmed);
    }
    if (trimmed.equals("/")) {
      ObjectNode paths = Json.object();
      ArrayNode list = paths.putArray("paths");
      list.add("/api").add("/api/v1").add("/apis").add("/version");
      HEALTH.forEach(list::add);
      return Optional.of(paths);
    }
    if (trimmed.equals("/api/v1")) {
      return Optional.of(resources("v1"));
    }
    if (trimmed.startsWith("/apis/")) {
      String rest = trimmed.substring("/apis/".length());
      if (registry.groupVersions().contains(rest) && rest.contains("/")) {
        return Optional.of(resources(rest));
      }
      return Optional.ofNullable(groups().get(rest))
          .map(versions -> group(rest, versions).put("kind", "APIGroup").put("apiVersion", "v1"));
    }
    return Optional.empty();
  }

  /** Whether a path is below a group that is served. */
  boolean isOfGroup(String path) {
    return path.startsWith("/api/")
        || groups().keySet().stream().anyMatch(each -> path.startsWith("/apis/" + each + "/"));
  }

  private Map<String, List<String>> groups() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String each : registry.groupVersions()) {
      int slash = each.indexOf('/');
      if (slash > 0) {
        found.put(each.substring(0, slash), List.of(each.substring(slash + 1)));
      }
    }
    return found;
  }

  private static ObjectNode group(String name, List<String> versions) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode list = group.putArray("versions");
    for (String version : versions) {
      list.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    group
        .putObject("preferredVersion")
        .put("groupVersion", name + "/" + versions.get(0))
        .put("version", versions.get(0));
    return group;
  }

  private ObjectNode resources(String groupVersion) {
    ObjectNode document = Json.object().put("kind", "APIResourceList");
    if (groupVersion.contains("/")) {
      document.put("apiVersion", "v1");
    }
    document.put("groupVersion", groupVersion);
    ArrayNode list = document.putArray("resources");
    for (ApiResource each : registry.resources(groupVersion)) {
      ObjectNode entry = list.addObject().put("name", each.plural());
      entry.put("singularName", each.singular()).put("namespaced", each.namespaced());
      entry.put("kind", each.kind());
      verbs(entry, each.verbs());
      if (!each.shortNames().isEmpty()) {
        each.shortNames().forEach(entry.putArray("shortNames")::add);
      }
      if (!each.categories().isEmpty()) {
        each.categories().forEach(entry.putArray("categories")::add);
      }
      for (ApiResource.Subresource sub : each.subresources().values()) {
        ObjectNode below = list.addObject().put("name", each.plural() + "/" + sub.name());
        below.put("singularName", "").put("namespaced", each.namespaced());
        String own = sub.group().isEmpty() ? sub.version() : sub.group() + "/" + sub.version();
        if (!own.equals(groupVersion)) {
          below.put("group", sub.group()).put("version", sub.version());
        }
        below.put("kind", sub.kind());
        verbs(below, sub.verbs());
      }
    }
    return document;
  }

  private static void verbs(ObjectNode entry, Collection<String> verbs) {
    new TreeSet<>(verbs).forEach(entry.putArray("verbs")::add);
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", "v1.34.4-podsmith")
        .put("gitCommit", "")
        .put("gitTreeState", "")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "")
        .put("platform", "jvm");
  }
}
