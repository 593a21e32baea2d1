// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodRules;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the API server about pods over the client's own HTTP connection.
 *
 * <p>Pods are sent and read here without the client's operations: those retry by themselves, which
 * would hide from the allocator that the server is busy, keep the server's wish for a pause to
 * themselves, and read every pod whole.
 */
public final class HttpClusterApi implements ClusterApi {
  /** Pods in a page of a list. */
  public static final int PAGE_SIZE = 500;

  /** A request without an answer for this long is not waited for when the application stops. */
  private static final Duration SILENT = Duration.ofSeconds(10);

  /** For how long a create may still take effect after it was given up. */
  private static final Duration AFTER_GIVING_UP = Duration.ofSeconds(10);

  /** The same where it had been silent for long before that. */
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(3);

  private static final String JSON = "application/json";

  /** Half of a pod or less; a server that does not know of it sends the whole. */
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  /** As a list that is streamed: no request of its own, and the text of one pod at a time. */
  private static final String ALL_FIRST =
      "sendInitialEvents=true&resourceVersionMatch=NotOlderThan";

  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String DELETE_OPTIONS =
      "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\"}";

  private final KubernetesClient client;

  /** The client with its built-in retries disabled. */
  private final KubernetesClient once;

  private final HttpClient http;
  private final HttpExchange exchange;
  private final String namespace;
  private final String appId;
  private final PodRules rules;
  private final String root;
  private final String podsUrl;
  private final long timeoutMillis;
  private final String executors;
  private final CredentialTrouble credentials;
  private final int pageSize;
  private final CreatedObjects created;

  private final UnansweredCreates unanswered = new UnansweredCreates(System::nanoTime);

  /** What executors wait for, as against what the end of the application waits for. */
  private final AbandonableRequests abandonable = new AbandonableRequests();

  /**
   * @param pageSize how many pods a page of a list has at most; {@link #PAGE_SIZE} in production
   */
  public HttpClusterApi(
      KubernetesClient client,
      String namespace,
      String appId,
      PodRules rules,
      ExecutorMetrics metrics,
      CredentialTrouble credentials,
      int pageSize,
      CreatedObjects created) {
    this.credentials = credentials;
    this.created = created;
    this.pageSize = pageSize;
    this.client = AnswerLimit.of(client);
    this.namespace = namespace;
    this.appId = appId;
    this.rules = rules;
    this.once = PatientCreate.askingOnce(client);
    this.http = once.getHttpClient();
    String master = client.getMasterUrl().toString();
    this.root = master.endsWith("/") ? master : master + "/";
    this.podsUrl = root + "api/v1/namespaces/" + encode(namespace) + "/pods";
    this.timeoutMillis = Math.max(1_000, AnswerLimit.millis(client.getConfiguration()));
    this.exchange = new HttpExchange(http, timeoutMillis, metrics, credentials);
    this.executors =
        Constants.SPARK_APP_ID_LABEL
            + "="
            + appId
            + ","
            + Constants.SPARK_ROLE_LABEL
            + "="
            + Constants.SPARK_POD_EXECUTOR_ROLE;
  }

  @Override
  public CreatedPod createPod(ExecutorSpec spec) {
    String name = spec.podName();
    created.add(CollectionApi.Kind.PODS, name);
    String json =
        spec.json().orElseGet(() -> client.getKubernetesSerialization().asJson(spec.pod()));
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(podsUrl)
            .header("Accept", METADATA_ONLY)
            .post(JSON, json.getBytes(StandardCharsets.UTF_8));
    return abandonable.run(
        () -> noted(name, () -> PodReader.created(exchange.send(request, "create pod " + name))));
  }

  /** Records creates that were given up without an answer. */
  private <T> T noted(String name, Supplier<T> create) {
    return unanswered.send(name, this::effectOf, create);
  }

  private Duration effectOf(ApiFailure failure) {
    if (neverSent(failure)) {
      return Duration.ZERO;
    }
    long effect = (abandonable.isAbandoning() ? AFTER_SILENCE : AFTER_GIVING_UP).toMillis();
    return Duration.ofMillis(Math.min(effect, timeoutMillis));
  }

  private static boolean neverSent(ApiFailure failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Duration mayTakeEffectFor() {
    return unanswered.remaining();
  }

  @Override
  public void abandonSilentRequests() {
    abandonable.abandon(SILENT);
  }

  @Override
  public Optional<PodDocument> findPod(String name) {
    try {
      HttpRequest.Builder request = http.newHttpRequestBuilder().uri(podUrl(name));
      return Optional.of(
          abandonable.run(() -> PodReader.pod(exchange.send(request, "get pod " + name))));
    } catch (ApiFailure e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean isReady(String podName) {
    return exchange.typed(
        "get",
        () -> {
          Pod pod = once.pods().inNamespace(namespace).withName(podName).get();
          return pod != null && Readiness.getInstance().isReady(pod);
        });
  }

  @Override
  public Page listExecutors(String version, Optional<String> next) {
    StringBuilder url = new StringBuilder(podsUrl).append("?labelSelector=").append(active());
    if (version.equals("0")) {
      // The server's cache answers whole: a limit would be ignored.
      url.append("&resourceVersion=0");
    } else {
      url.append("&limit=").append(pageSize);
      next.ifPresent(token -> url.append("&continue=").append(encode(token)));
    }
    return PodReader.page(
        exchange.send(http.newHttpRequestBuilder().uri(url.toString()), "list executors"), rules);
  }

  @Override
  public Watch watchExecutors(String version, WatchListener listener) {
    String url =
        podsUrl
            + "?watch=true&allowWatchBookmarks=true&"
            + (version.isEmpty() ? ALL_FIRST : "resourceVersion=" + encode(version))
            + "&labelSelector="
            + active();
    return PodWatch.open(http, url, rules, new CheckedListener(listener));
  }

  @Override
  public void deletePod(String name) {
    try {
      exchange.discard(
          http.newHttpRequestBuilder().uri(podUrl(name)).delete(JSON, DELETE_OPTIONS),
          "delete pod " + name);
    } catch (ApiFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public void deleteExecutors(Collection<Long> executorIds, Optional<String> phase) {
    String ids =
        executorIds.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    String selector = executors + "," + Constants.SPARK_EXECUTOR_ID_LABEL + " in (" + ids + ")";
    String field = phase.map(p -> "&fieldSelector=" + encode("status.phase=" + p)).orElse("");
    exchange.discard(
        http.newHttpRequestBuilder()
            .uri(podsUrl + "?labelSelector=" + encode(selector) + field)
            .delete(JSON, DELETE_OPTIONS),
        "delete executors " + ids);
  }

  @Override
  public void labelPod(String podName, String key, String value) {
    patchMetadata(podName, "labels", key, value);
  }

  @Override
  public void annotatePod(String podName, String key, String value) {
    patchMetadata(podName, "annotations", key, value);
  }

  private void patchMetadata(String podName, String field, String key, String value) {
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(Map.of("metadata", Map.of(field, Map.of(key, value))));
    try {
      exchange.discard(
          http.newHttpRequestBuilder().uri(podUrl(podName)).method("PATCH", MERGE_PATCH, patch),
          "patch pod " + podName);
    } catch (ApiFailure e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public String createObject(HasMetadata object) {
    created.add(object);
    return abandonable.run(
        () ->
            noted(
                object.getMetadata().getName(),
                () ->
                    exchange
                        .typed(
                            "create", () -> once.resource(object).inNamespace(namespace).create())
                        .getMetadata()
                        .getUid()));
  }

  @Override
  public Optional<String> findUid(HasMetadata object) {
    return Optional.ofNullable(
            exchange.typed("get", () -> once.resource(object).inNamespace(namespace).get()))
        .filter(
            found ->
                found.getMetadata().getLabels() != null
                    && appId.equals(
                        found.getMetadata().getLabels().get(Constants.SPARK_APP_ID_LABEL)))
        .map(found -> found.getMetadata().getUid());
  }

  @Override
  public Optional<HasMetadata> findObject(HasMetadata object) {
    return Optional.ofNullable(
        exchange.typed("get", () -> once.resource(object).inNamespace(namespace).get()));
  }

  /** A deployment has it in its status; a stateful set has events only, which may be forbidden. */
  @Override
  public Optional<String> whyNoPods(SetKind kind, String name) {
    if (kind == SetKind.DEPLOYMENT) {
      Deployment deployment =
          exchange.typed(
              "get", () -> once.apps().deployments().inNamespace(namespace).withName(name).get());
      requireThere(deployment, kind, name);
      return SetConditions.whyNoPods(deployment);
    }
    requireThere(
        exchange.typed(
            "get", () -> once.apps().statefulSets().inNamespace(namespace).withName(name).get()),
        kind,
        name);
    return SetConditions.whyNoPods(
        exchange.typed(
            "list",
            () ->
                once.v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.name", name)
                    .withField("reason", SetConditions.FAILED_CREATE)
                    .list()
                    .getItems()));
  }

  private static void requireThere(@Nullable HasMetadata set, SetKind kind, String name) {
    if (set == null) {
      throw new ApiFailure(
          404, "NotFound", "get %s %s: HTTP 404".formatted(kind.plural(), name), null);
    }
  }

  /** Without a version, so that it cannot conflict: no other client changes how many there are. */
  @Override
  public void scale(SetKind kind, String name, int replicas) {
    Map<String, Object> scale =
        Map.of(
            "kind",
            "Scale",
            "apiVersion",
            "autoscaling/v1",
            "metadata",
            Map.of("name", name, "namespace", namespace),
            "spec",
            Map.of("replicas", replicas));
    String url =
        root
            + "apis/apps/v1/namespaces/"
            + encode(namespace)
            + "/"
            + kind.plural()
            + "/"
            + encode(name)
            + "/scale";
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(url)
            .put(JSON, client.getKubernetesSerialization().asJson(scale));
    String unused =
        abandonable.run(
            () -> {
              exchange.discard(request, "update scale of " + kind.plural() + " " + name);
              return name;
            });
  }

  @Override
  public void addOwner(HasMetadata object, OwnerReference owner) {
    HasMetadata unused =
        abandonable.run(
            () ->
                exchange.typed(
                    "patch",
                    () ->
                        once.resource(object)
                            .inNamespace(namespace)
                            .edit(
                                found -> {
                                  List<OwnerReference> owners =
                                      new ArrayList<>(found.getMetadata().getOwnerReferences());
                                  owners.add(owner);
                                  found.getMetadata().setOwnerReferences(owners);
                                  return found;
                                })));
  }

  /** Retries by itself: callers often do not wait for the outcome. */
  @Override
  public void deleteObject(HasMetadata object) {
    exchange.typed("delete", () -> client.resource(object).inNamespace(namespace).delete());
  }

  @Override
  public List<PersistentVolumeClaim> listClaims() {
    return abandonable.run(
        () ->
            exchange.typed(
                "list",
                () ->
                    once.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .withLabel(Constants.SPARK_APP_ID_LABEL, appId)
                        .list()
                        .getItems()));
  }

  /** Finds out from the end of a watch whether the credentials are accepted. */
  private final class CheckedListener implements WatchListener {
    private final WatchListener listener;

    CheckedListener(WatchListener listener) {
      this.listener = listener;
    }

    @Override
    public void onChanges(List<PodEvent> events, String version) {
      listener.onChanges(events, version);
    }

    @Override
    public void onInitialEventsComplete(String version) {
      listener.onInitialEventsComplete(version);
    }

    @Override
    public void onClosed(Optional<ApiFailure> failure) {
      failure.filter(ApiFailure::isUnauthenticated).ifPresent(credentials::rejected);
      listener.onClosed(failure);
    }
  }

  private String active() {
    return encode(executors + "," + Constants.SPARK_EXECUTOR_INACTIVE_LABEL + "!=true");
  }

  private String podUrl(String name) {
    return podsUrl + "/" + encode(name);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
