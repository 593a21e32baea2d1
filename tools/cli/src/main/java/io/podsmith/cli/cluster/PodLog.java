// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The log of Spark's container of one pod, line by line. One thread reads; another one may close.
 */
final class PodLog implements LogMerge.Source, AutoCloseable {
  private static final int MAX_ERROR = 64 * 1024;

  private final AppPod pod;
  private final InputStream in;
  private final BufferedReader reader;

  private PodLog(AppPod pod, InputStream in) {
    this.pod = pod;
    this.in = in;
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /**
   * Opens a log.
   *
   * @param follow whether reads wait for more lines until the container ends
   * @throws KubernetesClientException if the API server cannot be reached or rejects the request
   */
  static PodLog open(KubernetesClient client, AppPod pod, LogRange range, boolean follow)
      throws InterruptedException {
    URI uri =
        URI.create(
            "%sapi/v1/namespaces/%s/pods/%s/log?container=%s&timestamps=true&follow=%s%s"
                .formatted(
                    client.getMasterUrl(),
                    pod.namespace(),
                    pod.name(),
                    pod.container(),
                    follow,
                    range.query()));
    HttpResponse<InputStream> response = send(client, uri);
    if (!response.isSuccessful()) {
      throw new KubernetesClientException(status(client, response));
    }
    return new PodLog(pod, response.body());
  }

  private static HttpResponse<InputStream> send(KubernetesClient client, URI uri)
      throws InterruptedException {
    HttpClient http = client.getHttpClient();
    int timeout = client.getConfiguration().getRequestTimeout();
    try {
      return http.sendAsync(
              http.newHttpRequestBuilder().uri(uri).forStreaming().build(), InputStream.class)
          .get(timeout <= 0 ? Long.MAX_VALUE : timeout, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      if (cause instanceof Error error) {
        throw error;
      }
      throw new KubernetesClientException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private static Status status(KubernetesClient client, HttpResponse<InputStream> response) {
    String body = "";
    try (InputStream in = response.body()) {
      body = new String(in.readNBytes(MAX_ERROR), StandardCharsets.UTF_8);
      return new StatusBuilder(client.getKubernetesSerialization().unmarshal(body, Status.class))
          .withCode(response.code())
          .build();
    } catch (IOException | RuntimeException e) {
      return new StatusBuilder().withCode(response.code()).withMessage(body).build();
    }
  }

  /** Returns the next line, empty at the end of the log. Blocks while following. */
  @Override
  public Optional<LogLine> next() throws IOException {
    return Optional.ofNullable(reader.readLine()).map(line -> LogLine.parse(pod, line));
  }

  /** Closes the stream itself, because the reader is locked while it waits for a line. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
