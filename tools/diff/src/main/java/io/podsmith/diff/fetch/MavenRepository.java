// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.fetch;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.diff.DiffException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Downloads files of a Maven repository through the proxy that the environment names. */
final class MavenRepository {
  /** The environment variable that names another repository than Maven Central. */
  static final String MIRROR = "PODSMITH_MAVEN_REPOSITORY";

  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int TRIES = 3;
  private static final int OK = 200;
  private static final int FIRST_SERVER_ERROR = 500;

  private final HttpClient client;
  private final String url;
  private final Optional<String> credentials;

  MavenRepository(Map<String, String> environment) {
    String given = environment.getOrDefault(MIRROR, "");
    URI repository = uri(given.isEmpty() ? CENTRAL : given, MIRROR);
    credentials = Optional.ofNullable(repository.getUserInfo());
    // neither requests nor messages name the credentials
    url =
        repository
            .toString()
            .replace(repository.getRawUserInfo() + "@", "")
            .replaceFirst("/+$", "");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL);
    proxy(environment).ifPresent(builder::proxy);
    client = builder.build();
  }

  private static URI uri(String text, String variable) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below, without the text, which can have a password
    }
    throw new DiffException(
        PodsmithError.CONF_ARGUMENTS,
        "the environment variable %s is not a URL; write https://host[:port]/path"
            .formatted(variable));
  }

  private Optional<ProxySelector> proxy(Map<String, String> environment) {
    String variable = url.startsWith("https:") ? "https_proxy" : "http_proxy";
    String given =
        environment.getOrDefault(
            variable, environment.getOrDefault(variable.toUpperCase(java.util.Locale.ROOT), ""));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    URI proxy = uri(given.contains("://") ? given : "http://" + given, variable);
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return Optional.of(ProxySelector.of(new InetSocketAddress(proxy.getHost(), port)));
  }

  /** Downloads a file; the caller verifies it. */
  void download(String path, Path target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("%s/%s".formatted(url, path))).timeout(LIMIT);
    credentials.ifPresent(
        each ->
            request.header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8))));
    String problem = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        int status =
            client.send(request.build(), HttpResponse.BodyHandlers.ofFile(target)).statusCode();
        if (status == OK) {
          return;
        }
        problem = "status %d".formatted(status);
        if (status < FIRST_SERVER_ERROR) {
          break;
        }
      } catch (IOException e) {
        problem = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw new DiffException(
        PodsmithError.CONF_FILE,
        """
        cannot download %s/%s (%s); set %s to the URL of a Maven repository that has it, or name \
        the directory of a distribution with spark:PATH\
        """
            .formatted(url, path, problem, MIRROR));
  }
}
