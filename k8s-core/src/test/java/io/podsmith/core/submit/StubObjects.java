// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubApiServer.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An API server that keeps objects as far as a submission notices, and fails as a test decides. Its
 * clients are in the namespace {@code jobs}. As an extension of a test class, it is empty before
 * each test.
 */
public final class StubObjects implements AutoCloseable, BeforeEachCallback, AfterAllCallback {
  private final StubApiServer server = StubApiServer.answering(this::answer);
  private final KubernetesClient client = server.client();
  private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Runnable> actions = new HashMap<>();
  private int versions;

  private record Fault(String request, boolean isCarriedOut, boolean isLasting, Answer answer) {}

  /** Returns a client; it is closed with the server. */
  public KubernetesClient client() {
    return client;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Removes all objects, faults and requests. */
  public synchronized void clear() {
    objects.clear();
    faults.clear();
    actions.clear();
    requests.clear();
    versions = 0;
  }

  /** Stores an object without a request. */
  public synchronized void put(HasMetadata object) {
    String collection = collection(object);
    store(
        "%s/%s".formatted(collection, object.getMetadata().getName()),
        Serialization.unmarshal(Serialization.asJson(object), Map.class));
  }

  /** Removes an object without a request. */
  public synchronized void remove(HasMetadata object) {
    objects.remove("%s/%s".formatted(collection(object), object.getMetadata().getName()));
  }

  private static String collection(HasMetadata object) {
    String version = object.getApiVersion();
    String namespace = object.getMetadata().getNamespace();
    return "/%s/%s%s%s"
        .formatted(
            version.contains("/") ? "apis" : "api",
            version,
            object instanceof Namespaced
                ? "/namespaces/%s/".formatted(namespace == null ? "jobs" : namespace)
                : "/",
            object.getPlural());
  }

  /**
   * Answers requests otherwise and does not carry them out.
   *
   * @param request as in {@link #requests()}
   */
  public synchronized void answer(String request, Answer answer) {
    faults.add(new Fault(request, false, true, answer));
  }

  /** Answers the next of these requests otherwise, as {@link #answer} does. */
  public synchronized void answerOnce(String request, Answer answer) {
    faults.add(new Fault(request, false, false, answer));
  }

  /** Carries requests out and closes the connection. */
  public synchronized void loseAnswer(String request) {
    faults.add(new Fault(request, true, true, Answer.CUT));
  }

  /** Does something when a request arrives, before it is carried out. */
  public synchronized void onRequest(String request, Runnable action) {
    actions.put(request, action);
  }

  /** Removes the faults. */
  public synchronized void heal() {
    faults.clear();
  }

  /** Returns the requests in short, for example {@code POST /pods} and {@code GET /pods/pi}. */
  public synchronized List<String> requests() {
    return requests.stream().map(StubObjects::shortly).toList();
  }

  private static String shortly(Request request) {
    String path =
        request.resource().replaceFirst("^/apis?/(?:[^/]+/)?v\\w+(?:/namespaces/jobs)?", "");
    return "%s %s".formatted(request.method(), path);
  }

  /** Returns the queries of the requests; empty for one without. */
  public synchronized List<String> queries() {
    return requests.stream()
        .map(each -> each.path().substring(each.resource().length()).replaceFirst("^\\?", ""))
        .toList();
  }

  /** Returns the requests that change something. */
  public List<String> changes() {
    return requests().stream().filter(each -> !each.startsWith("GET")).toList();
  }

  /** Returns the bodies of the requests that are as in {@link #requests()}. */
  public synchronized List<String> bodies(String request) {
    List<String> shortly = requests();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < shortly.size(); i++) {
      if (shortly.get(i).equals(request)) {
        bodies.add(requests.get(i).body());
      }
    }
    return bodies;
  }

  /** Returns the names of the objects. */
  public synchronized Collection<String> names() {
    return objects.keySet().stream().map(each -> each.replaceFirst(".*/", "")).toList();
  }

  private synchronized Answer answer(Request request) {
    requests.add(request);
    actions.getOrDefault(shortly(request), () -> {}).run();
    Optional<Fault> fault =
        faults.stream().filter(each -> each.request().equals(shortly(request))).findFirst();
    fault.filter(each -> !each.isLasting()).ifPresent(faults::remove);
    if (fault.isPresent() && !fault.get().isCarriedOut()) {
      return fault.get().answer();
    }
    Answer answer = carryOut(request);
    return fault.map(Fault::answer).orElse(answer);
  }

  private Answer carryOut(Request request) {
    String path = request.resource();
    return switch (request.method()) {
      case "POST" -> create(path, Serialization.unmarshal(request.body(), Map.class));
      case "PATCH" -> patch(path, Serialization.unmarshal(request.body(), Map.class));
      case "DELETE" ->
          objects.remove(path) == null
              ? Answer.status(404, "NotFound", "not found")
              : Answer.status(200, "", "");
      default ->
          objects.containsKey(path)
              ? json(200, objects.get(path))
              : path.endsWith("/pods") ? pods(path) : Answer.status(404, "NotFound", "not found");
    };
  }

  private Answer pods(String collection) {
    List<Map<String, Object>> items =
        objects.entrySet().stream()
            .filter(each -> each.getKey().startsWith(collection))
            .map(Map.Entry::getValue)
            .toList();
    return json(
        200, Map.of("apiVersion", "v1", "kind", "PodList", "metadata", Map.of(), "items", items));
  }

  private Answer create(String collection, Map<String, Object> object) {
    String name = String.valueOf(metadata(object).get("name"));
    String path = "%s/%s".formatted(collection, name);
    return objects.containsKey(path)
        ? Answer.status(409, "AlreadyExists", "%s already exists".formatted(name))
        : json(201, store(path, object));
  }

  /** Takes what is sent for the whole object, except for patches of pods, which only say so. */
  private Answer patch(String path, Map<String, Object> sent) {
    boolean isNew = !objects.containsKey(path);
    if (isNew && sent.get("kind") == null) {
      return Answer.status(404, "NotFound", "not found");
    }
    if (sent.get("kind") == null) {
      return json(200, objects.get(path));
    }
    return json(isNew ? 201 : 200, store(path, sent));
  }

  private Map<String, Object> store(String path, Map<String, Object> object) {
    Map<String, Object> metadata = metadata(object);
    if (path.contains("/namespaces/")) {
      metadata.put("namespace", path.replaceFirst(".*/namespaces/([^/]+)/.*", "$1"));
    }
    metadata.putIfAbsent("uid", "uid-of-%s".formatted(metadata.get("name")));
    metadata.putIfAbsent("creationTimestamp", Instant.now().toString());
    metadata.put("resourceVersion", String.valueOf(++versions));
    objects.put(path, object);
    return object;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(Map<String, Object> object) {
    return (Map<String, Object>) object.computeIfAbsent("metadata", key -> new LinkedHashMap<>());
  }

  private static Answer json(int status, Map<String, Object> object) {
    return new Answer(status, Serialization.asJson(object));
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
