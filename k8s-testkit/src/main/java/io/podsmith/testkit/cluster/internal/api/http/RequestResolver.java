// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import java.util.List;
import java.util.Optional;

/** Reads the path of a request. */
public final class RequestResolver {
  /**
   * What a path is about.
   *
   * @param resource the resource
   * @param namespace the namespace, empty when the path has none
   * @param name the object's name, empty when the path is about many
   * @param subresource the subresource, empty when there is none
   */
  record Target(ApiResource resource, String namespace, String name, String subresource) {
    /** What the request does, in Kubernetes' words; empty where the method does not fit. */
    Optional<String> verb(String method, boolean isWatch) {
      boolean one = !name.isEmpty();
      String verb =
          switch (method) {
            case "GET" -> one ? "get" : isWatch ? "watch" : "list";
            case "POST" -> one && subresource.isEmpty() ? "" : "create";
            case "PUT" -> one ? "update" : "";
            case "PATCH" -> one ? "patch" : "";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> "";
          };
      boolean allowed =
          subresource.isEmpty()
              ? resource.verbs().contains(verb)
              : Optional.ofNullable(resource.subresources().get(subresource))
                  .map(each -> each.verbs().contains(verb))
                  .orElse(false);
      boolean acrossNamespaces = resource.namespaced() && namespace.isEmpty();
      if (!allowed || (acrossNamespaces && !verb.equals("list") && !verb.equals("watch"))) {
        return Optional.empty();
      }
      return Optional.of(verb);
    }
  }

  private final ResourceRegistry registry;

  public RequestResolver(ResourceRegistry registry) {
    this.registry = registry;
  }

  /** Finds out what a path is about; empty where it leads to no resource. */
  Optional<Target> resolve(String path) {
    List<String> parts =
        List.of(path.substring(1).split("/")); // Trailing slashes do not matter: split drops them.
    String groupVersion;
    List<String> rest;
    if (parts.size() > 2 && parts.get(0).equals("api")) {
      groupVersion = parts.get(1);
      rest = parts.subList(2, parts.size());
    } else if (parts.size() > 3 && parts.get(0).equals("apis")) {
      groupVersion = parts.get(1) + "/" + parts.get(2);
      rest = parts.subList(3, parts.size());
    } else {
      return Optional.empty();
    }
    String namespace = "";
    if (rest.size() > 2 && rest.get(0).equals("namespaces") && !isNamespacePart(rest.get(2))) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    if (rest.size() > 3) {
      return Optional.empty();
    }
    String scope = namespace;
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? rest.get(2) : "";
    return registry
        .find(groupVersion, rest.get(0))
        .filter(each -> scope.isEmpty() || each.namespaced())
        .filter(each -> name.isEmpty() || !each.namespaced() || !scope.isEmpty())
        .filter(each -> subresource.isEmpty() || each.subresources().containsKey(subresource))
        .map(each -> new Target(each, scope, name, subresource));
  }

  private static boolean isNamespacePart(String part) {
    return part.equals("status") || part.equals("finalize");
  }
}
