// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lists and deletes objects of the application over the client's own HTTP connection. */
public final class HttpCollectionApi implements CollectionApi {
  /** The API server deletes the objects of a page one after the other: about 5 ms each. */
  private static final int DELETED_AT_ONCE = 250;

  private static final int LISTED_AT_ONCE = 500;

  /** The API server itself ends a request after 60 s by default. */
  private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration SINGLE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SLACK = Duration.ofSeconds(1);
  private static final String JSON = "application/json";

  /** Names and deletion timestamps suffice; a server that does not know of it sends all. */
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final String DELETE_OPTIONS =
      "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\"}";

  private final HttpClient http;
  private final String namespaceUrl;
  private final String appId;
  private final ExecutorMetrics metrics;
  private final CredentialTrouble credentials;
  private final int deletedAtOnce;
  private final Duration pageTimeout;

  public HttpCollectionApi(
      KubernetesClient client,
      String namespace,
      String appId,
      ExecutorMetrics metrics,
      CredentialTrouble credentials) {
    this(client, namespace, appId, metrics, credentials, DELETED_AT_ONCE, PAGE_TIMEOUT);
  }

  public HttpCollectionApi(
      KubernetesClient client,
      String namespace,
      String appId,
      ExecutorMetrics metrics,
      CredentialTrouble credentials,
      int deletedAtOnce,
      Duration pageTimeout) {
    this.http = PatientCreate.askingOnce(client).getHttpClient();
    String master = client.getMasterUrl().toString();
    this.namespaceUrl =
        "%s%sapi/v1/namespaces/%s/"
            .formatted(master, master.endsWith("/") ? "" : "/", encode(namespace));
    this.appId = appId;
    this.metrics = metrics;
    this.credentials = credentials;
    this.deletedAtOnce = deletedAtOnce;
    this.pageTimeout = pageTimeout;
  }

  @Override
  public Page list(Kind kind, Optional<String> next) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(pageUrl(kind, LISTED_AT_ONCE, next))
            .header("Accept", METADATA_ONLY);
    return readPage(send("list", "list " + kind.plural(), request, pageTimeout));
  }

  @Override
  public Page deletePage(Kind kind, Optional<String> next) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(pageUrl(kind, deletedAtOnce, next))
            .header("Accept", METADATA_ONLY)
            .delete(JSON, DELETE_OPTIONS);
    return readPage(send("delete", "delete all " + kind.plural(), request, pageTimeout));
  }

  /**
   * Deletes a range. The list that the server deletes comes from its cache: to read all pods of a
   * namespace from etcd for each range would cost more than to delete them.
   */
  @Override
  public List<Found> deleteExecutors(IdRange ids) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(
                "%s%s?labelSelector=%s&resourceVersion=0"
                    .formatted(namespaceUrl, Kind.PODS.plural(), encode(ids.selector(appId))))
            .header("Accept", METADATA_ONLY)
            .delete(JSON, DELETE_OPTIONS);
    String what = "delete executors %d to %d".formatted(ids.first(), ids.last());
    return readPage(send("delete", what, request, pageTimeout)).objects();
  }

  @Override
  public void delete(Kind kind, String name) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri("%s%s/%s".formatted(namespaceUrl, kind.plural(), encode(name)))
            .delete(JSON, DELETE_OPTIONS);
    String what = "delete %s %s".formatted(kind.plural(), name);
    try {
      send("delete", what, request, SINGLE_TIMEOUT);
    } catch (ApiFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private String pageUrl(Kind kind, int limit, Optional<String> next) {
    return "%s%s?labelSelector=%s&limit=%d%s"
        .formatted(
            namespaceUrl,
            kind.plural(),
            encode(kind.selector(appId)),
            limit,
            next.map(token -> "&continue=" + encode(token)).orElse(""));
  }

  private byte[] send(String verb, String what, HttpRequest.Builder request, Duration timeout) {
    return credentials.check(() -> exchange(verb, what, request, timeout));
  }

  private byte[] exchange(String verb, String what, HttpRequest.Builder request, Duration timeout) {
    long begin = System.nanoTime();
    try {
      HttpResponse<byte[]> response =
          HttpExchange.await(
              http.sendAsync(
                  request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).build(), byte[].class),
              what,
              timeout.plus(SLACK),
              timeout.toSeconds() + " s");
      if (!response.isSuccessful()) {
        throw HttpFailures.of(response, response.body(), what);
      }
      return response.body();
    } catch (ApiFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw ApiFailure.noAnswer("%s: %s".formatted(what, e), e);
    } finally {
      metrics.answered(verb, System.nanoTime() - begin);
    }
  }

  /** Reads a list. A status, which some servers send after a deletion, is an empty list. */
  private static Page readPage(byte[] body) {
    List<Found> objects = new ArrayList<>();
    Optional<ListDocument> list =
        ListDocument.read(
            body,
            json -> {
              PodDocument object = PodDocument.read(json);
              objects.add(new Found(object.name(), object.isDeleting()));
            });
    return new Page(objects, list.flatMap(ListDocument::next));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
