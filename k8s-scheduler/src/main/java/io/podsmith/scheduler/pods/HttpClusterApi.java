package io.podsmith.scheduler.pods;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.client.ServerWarnings;
import io.podsmith.core.conf.Constants;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to the API server about pods over the client's own HTTP connection.
 *
 * <p>Pods are sent and read here without the client's operations: those ask again by themselves,
 * which would hide from the allocator that the server is busy, keep the server's wish for a pause
 * to themselves, and read every pod whole.
 */
final class HttpClusterApi implements ClusterApi {
  private static final Logger LOG = LoggerFactory.getLogger(HttpClusterApi.class);
  private static final int PAGE_SIZE = 500;
  private static final long SLACK_MILLIS = 2_000;
  private static final int NO_STATUS_SHOWN = 300;

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
  private final String namespace;
  private final String appId;
  private final PodRules rules;
  private final String root;
  private final String podsUrl;
  private final long timeoutMillis;
  private final String executors;
  private final ExecutorMetrics metrics;
  private final CredentialTrouble credentials;
  private final ServerWarnings warnings = new ServerWarnings("executors");
  private final int pageSize;
  private final CreatedObjects created;

  /**
   * Until when creates that were given up without an answer may still take effect, by the name of
   * what they create.
   */
  private final Map<String, Long> unanswered = new ConcurrentHashMap<>();

  /** What executors wait for, as against what the end of the application waits for. */
  private final AbandonableRequests abandonable = new AbandonableRequests();

  HttpClusterApi(
      KubernetesClient client,
      String namespace,
      String appId,
      PodRules rules,
      ExecutorMetrics metrics,
      CreatedObjects created) {
    this(
        client,
        namespace,
        appId,
        rules,
        metrics,
        CredentialTrouble.of(client.getConfiguration()),
        PAGE_SIZE,
        created);
  }

  HttpClusterApi(
      KubernetesClient client,
      String namespace,
      String appId,
      PodRules rules,
      ExecutorMetrics metrics,
      CredentialTrouble credentials,
      CreatedObjects created) {
    this(client, namespace, appId, rules, metrics, credentials, PAGE_SIZE, created);
  }

  HttpClusterApi(
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
    this.metrics = metrics;
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
  public String createPod(ExecutorSpec spec) {
    String name = spec.podName();
    created.add(CollectionApi.Kind.PODS, name);
    String json =
        spec.json().orElseGet(() -> client.getKubernetesSerialization().asJson(spec.pod()));
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(podsUrl)
            .header("Accept", METADATA_ONLY)
            .post(JSON, json.getBytes(StandardCharsets.UTF_8));
    return abandonable.run(() -> noted(name, () -> readUid(send(request, "create pod " + name))));
  }

  /** Takes note of creates of which nobody knows whether they will take effect. */
  private String noted(String name, Supplier<String> create) {
    try {
      String uid = create.get();
      unanswered.remove(name);
      return uid;
    } catch (ApiFailure e) {
      if (e.isAlreadyExists()) {
        unanswered.remove(name);
      } else if (e.status() == 0 && !neverSent(e)) {
        long now = System.currentTimeMillis();
        unanswered.values().removeIf(until -> until < now);
        long effect = (abandonable.isAbandoning() ? AFTER_SILENCE : AFTER_GIVING_UP).toMillis();
        unanswered.put(name, now + Math.min(effect, timeoutMillis));
      }
      throw e;
    }
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
  public long mayTakeEffectUntil() {
    return unanswered.values().stream().mapToLong(until -> until).max().orElse(0);
  }

  @Override
  public void abandonSilentRequests() {
    abandonable.abandon(SILENT);
  }

  @Override
  public Optional<PodDocument> findPod(String name) {
    try {
      HttpRequest.Builder request = http.newHttpRequestBuilder().uri(podUrl(name));
      Optional<PodDocument> found =
          Optional.of(abandonable.run(() -> readPod(send(request, "get pod " + name))));
      unanswered.remove(name);
      return found;
    } catch (ApiFailure e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean isReady(String podName) {
    return typed(
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
    return readPage(send(http.newHttpRequestBuilder().uri(url.toString()), "list executors"));
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
      discard(
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
    discard(
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
      discard(
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
                    typed("create", () -> once.resource(object).inNamespace(namespace).create())
                        .getMetadata()
                        .getUid()));
  }

  @Override
  public Optional<String> findUid(HasMetadata object) {
    return Optional.ofNullable(
            typed("get", () -> once.resource(object).inNamespace(namespace).get()))
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
        typed("get", () -> once.resource(object).inNamespace(namespace).get()));
  }

  /** A deployment has it in its status; a stateful set has events only, which may be forbidden. */
  @Override
  public Optional<String> whyNoPods(SetKind kind, String name) {
    if (kind == SetKind.DEPLOYMENT) {
      Deployment deployment =
          typed("get", () -> once.apps().deployments().inNamespace(namespace).withName(name).get());
      requireThere(deployment, kind, name);
      return SetConditions.whyNoPods(deployment);
    }
    requireThere(
        typed("get", () -> once.apps().statefulSets().inNamespace(namespace).withName(name).get()),
        kind,
        name);
    return SetConditions.whyNoPods(
        typed(
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
          404, "NotFound", "get %s %s: HTTP 404".formatted(kind.plural(), name), -1, null);
    }
  }

  /** Without a version, so that it cannot conflict: nobody else is to say how many there are. */
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
              discard(request, "update scale of " + kind.plural() + " " + name);
              return name;
            });
  }

  @Override
  public void addOwner(HasMetadata object, OwnerReference owner) {
    HasMetadata unused =
        abandonable.run(
            () ->
                typed(
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

  /** A reference to a pod as the owner that takes its objects along when it goes. */
  static OwnerReference owner(String podName, String podUid) {
    return owner("v1", "Pod", podName, podUid);
  }

  static OwnerReference owner(String apiVersion, String kind, String name, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .build();
  }

  /** Asks again by itself: what becomes of it is often nobody's concern any more. */
  @Override
  public void deleteObject(HasMetadata object) {
    typed("delete", () -> client.resource(object).inNamespace(namespace).delete());
  }

  @Override
  public List<PersistentVolumeClaim> listClaims() {
    return abandonable.run(
        () ->
            typed(
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
    public void onAllTold(String version) {
      listener.onAllTold(version);
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

  private byte[] send(HttpRequest.Builder request, String what) {
    return checked(
        () -> {
          HttpResponse<byte[]> response =
              measured(
                  verb(what),
                  () ->
                      await(
                          http.sendAsync(
                              request.timeout(timeoutMillis, TimeUnit.MILLISECONDS).build(),
                              byte[].class),
                          what));
          if (!response.isSuccessful()) {
            throw failure(response, response.body(), what);
          }
          warnings.log(response.headers(ServerWarnings.HEADER));
          return response.body();
        });
  }

  /** Finds out from each answer whether the credentials are accepted. */
  private <T> T checked(Supplier<T> request) {
    try {
      T answer = request.get();
      credentials.accepted();
      return answer;
    } catch (ApiFailure e) {
      if (e.isUnauthenticated()) {
        credentials.rejected(e);
      }
      throw e;
    }
  }

  /** Sends a request whose answer may be long and is of no interest. */
  private void discard(HttpRequest.Builder request, String what) {
    String unused =
        checked(
            () ->
                measured(
                    verb(what),
                    () -> {
                      exchange(request, what);
                      return what;
                    }));
  }

  private void exchange(HttpRequest.Builder request, String what) {
    BodyHead head = new BodyHead();
    HttpResponse<AsyncBody> response =
        await(
            http.consumeBytes(
                request.timeout(timeoutMillis, TimeUnit.MILLISECONDS).build(),
                (chunk, body) -> {
                  head.add(chunk);
                  body.consume();
                }),
            what);
    response.body().consume();
    try {
      await(response.body().done(), what);
    } catch (ApiFailure e) {
      response.body().cancel();
      throw e;
    }
    if (!response.isSuccessful()) {
      throw failure(response, head.bytes(), what);
    }
  }

  private <T> T measured(String verb, Supplier<T> call) {
    long begun = System.nanoTime();
    try {
      return call.get();
    } catch (ApiFailure | KubernetesClientException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unexpected(verb, e);
    } finally {
      metrics.answered(verb, System.nanoTime() - begun);
    }
  }

  /** A failure that nobody has foreseen must not leave its caller without an answer for ever. */
  private static ApiFailure unexpected(String what, RuntimeException e) {
    LOG.debug("Unexpected failure: {}", what, e);
    return ApiFailure.noAnswer(what + ": " + e, e);
  }

  private static String verb(String what) {
    return what.substring(0, what.indexOf(' '));
  }

  private <T> T await(CompletableFuture<T> answer, String what) {
    try {
      return answer.get(timeoutMillis + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw ApiFailure.noAnswer(what + ": interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw ApiFailure.noAnswer(what + ": no answer within " + timeoutMillis + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ApiFailure.noAnswer(what + ": " + cause, cause);
    }
  }

  static ApiFailure failure(HttpResponse<?> response, byte[] body, String what) {
    String said = new String(body, StandardCharsets.UTF_8).trim();
    String reason = "";
    Set<String> causes = Set.of();
    long retryAfter = retryAfterMillis(response.header("Retry-After"), System.currentTimeMillis());
    if (said.startsWith("{")) {
      try (JsonParser json = PodDocument.JSON.createParser(body)) {
        json.nextToken();
        PodDocument status = PodDocument.read(json);
        said = status.statusMessage();
        reason = status.statusReason();
        causes = status.statusCauses();
        if (retryAfter < 0 && status.retryAfterSeconds().isPresent()) {
          retryAfter = status.retryAfterSeconds().getAsInt() * 1_000L;
        }
      } catch (IOException | RuntimeException e) {
        // Not a status after all: the text itself is shown.
        reason = "";
      }
    }
    if (said.length() > NO_STATUS_SHOWN && reason.isEmpty()) {
      said = said.substring(0, NO_STATUS_SHOWN);
    }
    return new ApiFailure(
        response.code(),
        reason,
        what + ": HTTP " + response.code() + (said.isEmpty() ? "" : ", " + said),
        retryAfter,
        causes,
        null);
  }

  /** Reads a pause in seconds, or the time at which it ends. */
  static long retryAfterMillis(@Nullable String header, long now) {
    if (header == null) {
      return -1;
    }
    try {
      return Math.max(0, Long.parseLong(header.trim()) * 1_000L);
    } catch (NumberFormatException notSeconds) {
      return millisUntil(header.trim(), now);
    }
  }

  private static long millisUntil(String date, long now) {
    try {
      ZonedDateTime end = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Math.max(0, end.toInstant().toEpochMilli() - now);
    } catch (DateTimeParseException noDate) {
      return -1;
    }
  }

  private static PodDocument readPod(byte[] body) {
    return read(body, PodDocument::read);
  }

  private static String readUid(byte[] body) {
    return read(body, PodDocument::readUid);
  }

  /** Reads an object from a parser that stands at its beginning. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonParser json) throws IOException;
  }

  private static <T> T read(byte[] body, Reader<T> reader) {
    try (JsonParser json = PodDocument.JSON.createParser(body)) {
      json.nextToken();
      return reader.read(json);
    } catch (IOException | RuntimeException e) {
      throw ApiFailure.noAnswer("the API server's answer cannot be read: " + e.getMessage(), e);
    }
  }

  private Page readPage(byte[] body) {
    List<PodDocument> documents = new ArrayList<>();
    Page frame = readList(body, documents);
    List<ExecutorPod> pods = new ArrayList<>(documents.size());
    documents.forEach(d -> d.toExecutorPod(rules).ifPresent(pods::add));
    return new Page(pods, frame.version(), frame.next());
  }

  /** Reads a list into {@code pods}; the page that is returned has none itself. */
  private static Page readList(byte[] body, List<PodDocument> pods) {
    String version = "";
    String next = "";
    try (JsonParser json = PodDocument.JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            pods.add(PodDocument.read(json));
          }
        } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("resourceVersion")) {
              version = json.getValueAsString("");
            } else if (key.equals("continue")) {
              next = json.getValueAsString("");
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw ApiFailure.noAnswer("the API server's list cannot be read: " + e.getMessage(), e);
    }
    return new Page(List.of(), version, next.isEmpty() ? Optional.empty() : Optional.of(next));
  }

  private <T> T typed(String verb, Supplier<T> call) {
    return checked(
        () -> {
          try {
            return measured(verb, call);
          } catch (KubernetesClientException e) {
            throw ApiFailure.of(e);
          }
        });
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
