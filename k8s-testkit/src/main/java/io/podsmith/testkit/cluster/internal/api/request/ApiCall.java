// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.request;

import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a resource, with its path understood.
 *
 * @param verb the verb in Kubernetes' words
 * @param resource the resource
 * @param subresource the subresource, empty when there is none
 * @param namespace the namespace of the path, empty when there is none
 * @param name the object's name of the path, empty when there is none
 * @param query the parameters of the query
 * @param contentType the content type of the body without parameters, empty when there is none
 * @param body the body
 * @param user who asks
 * @param userAgent what the client calls itself
 */
public record ApiCall(
    String verb,
    ApiResource resource,
    String subresource,
    String namespace,
    String name,
    Map<String, List<String>> query,
    String contentType,
    byte[] body,
    String user,
    String userAgent) {

  public String parameter(String parameter) {
    List<String> values = query.getOrDefault(parameter, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  public boolean flag(String parameter) {
    String value = parameter(parameter);
    if (!query.containsKey(parameter)) {
      return false;
    }
    return switch (value) {
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> true;
    };
  }

  public Optional<Long> number(String parameter) {
    String value = parameter(parameter);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
    }
  }

  public boolean isDryRun() {
    return query.getOrDefault("dryRun", List.of()).contains("All");
  }

  /** Who changes fields: what the request says or else the client's own name, as far as it goes. */
  public String fieldManager() {
    String manager = parameter("fieldManager");
    if (!manager.isEmpty()) {
      return manager;
    }
    String agent = userAgent.isEmpty() ? "unknown" : userAgent;
    int slash = agent.indexOf('/');
    return slash < 0 ? agent : agent.substring(0, slash);
  }
}
