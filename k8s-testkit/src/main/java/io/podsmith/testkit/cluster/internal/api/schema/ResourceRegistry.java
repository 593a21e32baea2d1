// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The resources that the server serves, by group, version and name. */
public final class ResourceRegistry {
  private final Schema schema;
  private final Map<String, Map<String, ApiResource>> byGroupVersion = new LinkedHashMap<>();

  public ResourceRegistry(Schema schema) {
    this.schema = schema;
    for (ApiResource resource : schema.resources()) {
      byGroupVersion
          .computeIfAbsent(resource.apiVersion(), key -> new LinkedHashMap<>())
          .put(resource.plural(), resource);
    }
  }

  public Schema schema() {
    return schema;
  }

  /** All versions of all groups, the core group's first. */
  public List<String> groupVersions() {
    return List.copyOf(byGroupVersion.keySet());
  }

  /** The resources of a version of a group; empty where there is no such version. */
  public List<ApiResource> resources(String groupVersion) {
    return List.copyOf(byGroupVersion.getOrDefault(groupVersion, Map.of()).values());
  }

  public Optional<ApiResource> find(String groupVersion, String plural) {
    return Optional.ofNullable(byGroupVersion.getOrDefault(groupVersion, Map.of()).get(plural));
  }

  /** A resource that is known to be there. */
  public ApiResource get(String groupVersion, String plural) {
    return find(groupVersion, plural)
        .orElseThrow(() -> new IllegalStateException("no " + plural + " in " + groupVersion));
  }

  /** The resource whose objects are of a kind. */
  public Optional<ApiResource> ofKind(String groupVersion, String kind) {
    return resources(groupVersion).stream()
        .filter(each -> Objects.equals(each.kind(), kind))
        .findFirst();
  }

  public ApiResource pods() {
    return get("v1", "pods");
  }
}
