package io.podsmith.testkit.cluster;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A request that the server was asked, as it came.
 *
 * @param time when the request had arrived
 * @param method the HTTP method
 * @param path the decoded path, without the query
 * @param query the raw query, empty when there is none
 * @param verb what Kubernetes calls the action, such as {@code list} or {@code deletecollection};
 *     for paths that are no resources the HTTP method in lower case
 * @param resource the plural name of the resource with its subresource, such as {@code
 *     pods/status}; empty for other paths
 * @param namespace the namespace of the path, empty when there is none
 * @param name the object's name: of the path, or for {@code create} of the body; empty when there
 *     is none
 * @param contentType the content type of the body, empty when there is none
 * @param body the body, empty when there is none
 * @param userAgent what the client calls itself, empty when it does not say
 * @param user who asked, as far as the server knows
 * @param status the HTTP status of the answer; 0 where the connection was dropped instead
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
   * Reads one parameter of the query.
   *
   * @param parameter the parameter's name
   * @return its first value, decoded; empty when the query does not have it
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
