// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A request that the server has received.
 *
 * @param time when the request arrived
 * @param method the HTTP method
 * @param path the decoded path, without the query
 * @param query the raw query, or empty
 * @param verb the Kubernetes verb, such as {@code list} or {@code deletecollection}; for other
 *     paths than resources, the HTTP method in lower case
 * @param resource the plural name of the resource with its subresource, such as {@code
 *     pods/status}; empty for other paths
 * @param namespace the namespace in the path, or empty
 * @param name the name of the object, from the path or (for {@code create}) from the body; or empty
 * @param contentType the content type of the body, or empty
 * @param body the body, or empty
 * @param userAgent the user agent of the client, or empty
 * @param user the user that the server authenticated
 * @param status the HTTP status of the response, or 0 if the connection was dropped
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RecordedRequest(
    Instant time,
    String method,
    String path,
    String query,
    String verb,
    String resource,
    String namespace,
    String name,
    String contentType,
    String body,
    String userAgent,
    String user,
    int status) {
  /**
   * Returns the value of a query parameter.
   *
   * @param parameter the name of the parameter
   * @return its first value, decoded, or empty if the query does not have it
   */
  public Optional<String> queryParameter(String parameter) {
    for (String pair : query.split("&", -1)) {
      int at = pair.indexOf('=');
      String key = at < 0 ? pair : pair.substring(0, at);
      if (key.equals(parameter)) {
        return Optional.of(
            at < 0
                ? ""
                : java.net.URLDecoder.decode(
                    pair.substring(at + 1), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }
}
