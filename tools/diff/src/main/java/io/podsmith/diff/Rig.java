// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.diff.worker.DistributionWorker;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distribution and the API server that it talks to. */
final class Rig implements AutoCloseable {
  private static final Pattern PRIORITY_CLASS =
      Pattern.compile("priorityClassName:\\s*[\"']?([\\w.-]+)");
  private static final String EXECUTOR_TEMPLATE = "spark.kubernetes.executor.podTemplateFile";
  private static final List<String> EXECUTOR_PATHS =
      List.of("/pods", "/statefulsets", "/deployments");
  private static final String USER = "submitter";
  private static final long EXECUTOR_SECONDS = 30;
  private static final long SECONDS_OF_A_FAILURE = 3;

  private final Distribution distribution;
  private final EmbeddedApiServer server;
  private final Side side;
  private final String address = Loopback.address();
  private final Set<String> created = new HashSet<>();
  private String namespace = "default";
  private SortedMap<String, String> driverProperties = new TreeMap<>();
  private String driverUid = "";
  private String driverName = "";
  private boolean hasUnifiedNames;

  /** Whether the driver does without executors. */
  private boolean isLocal;

  Rig(Distribution distribution, Path directory, Duration limit, Set<String> tokens) {
    this.distribution = distribution;
    EmbeddedApiServer.Builder builder = EmbeddedApiServer.builder().withoutControllers();
    tokens.forEach(token -> builder.token(token, USER));
    this.server = builder.start();
    this.side = new Side(distribution, directory, limit);
  }

  /** Returns whether its driver can run beside that of another rig. */
  boolean hasOwnAddress() {
    return !address.equals(Loopback.COMMON);
  }

  String label() {
    return distribution.label();
  }

  /**
   * Submits a driver and returns what that changed in the cluster.
   *
   * @param hasUnifiedNames whether the prefix of the names of objects is replaced, because it is
   *     known to differ
   */
  Observed submit(SortedMap<String, String> settings, boolean hasUnifiedNames) {
    this.hasUnifiedNames = hasUnifiedNames;
    namespace = settings.getOrDefault("spark.kubernetes.namespace", "default");
    prepare(settings);
    server.clearRequests();
    SortedMap<String, String> all = new TreeMap<>();
    all.put("spark.app.name", "podsmith-diff");
    all.put("spark.kubernetes.container.image", "spark");
    all.putAll(settings);
    all.put("spark.master", "k8s://" + server.url());
    all.put("spark.submit.deployMode", "cluster");
    all.put("spark.kubernetes.submission.waitAppCompletion", "false");
    Optional<Side.Failure> failure =
        side.run(
            DistributionWorker.SUBMIT,
            List.of(
                "--primary-java-resource",
                "local:///opt/app.jar",
                "--main-class",
                "org.example.Main"),
            all);
    List<RecordedRequest> requests = changes(server.requests());
    driverProperties = driverProperties();
    driverUid = podUid();
    driverName =
        requests.stream()
            .filter(Flat::isPodCreation)
            .map(RecordedRequest::name)
            .findFirst()
            .orElse("");
    return new Observed(Flat.of(unified(requests), driverUid), failure);
  }

  private List<RecordedRequest> unified(List<RecordedRequest> requests) {
    return hasUnifiedNames ? UnifiedNames.in(requests, driverName) : requests;
  }

  /** Requests an executor as the driver does and returns what that created. */
  Observed requestExecutor(SortedMap<String, String> settings) {
    SortedMap<String, String> all = new TreeMap<>(settings);
    all.putAll(driverProperties);
    // the driver's properties name a file that exists in its pod only
    String template = settings.get(EXECUTOR_TEMPLATE);
    if (template != null) {
      all.put(EXECUTOR_TEMPLATE, template);
    }
    Optional<Pod> driver =
        server.client().pods().inNamespace(namespace).list().getItems().stream().findFirst();
    driver.ifPresent(this::setReady);
    driver.ifPresent(
        pod -> all.put("spark.kubernetes.driver.pod.name", pod.getMetadata().getName()));
    all.put("spark.master", "k8s://" + server.url());
    all.put("spark.submit.deployMode", "client");
    all.put("spark.kubernetes.submitInDriver", "false");
    all.put("spark.driver.bindAddress", address);
    all.putIfAbsent("spark.driver.host", "driver.example.org");
    // without a Service, each driver would bind another port
    all.putIfAbsent("spark.driver.port", "7078");
    all.put("spark.ui.enabled", "false");
    all.put("spark.eventLog.enabled", "false");
    all.put("spark.dynamicAllocation.enabled", "false");
    all.put("spark.executor.instances", "1");
    all.put("spark.scheduler.minRegisteredResourcesRatio", "0");
    // Spark's own jar creates one executor less than this, see docs/differences.md
    all.replace("spark.kubernetes.allocation.maximum", "1", "2");
    for (String each :
        List.of(
            "spark.jars",
            "spark.files",
            "spark.archives",
            "spark.submit.pyFiles",
            "spark.plugins",
            "spark.extraListeners")) {
      all.remove(each);
    }
    isLocal = settings.getOrDefault("spark.kubernetes.driver.master", "").startsWith("local");
    server.clearRequests();
    Optional<Side.Failure> failure = side.run(DistributionWorker.START, List.of(), all);
    List<RecordedRequest> requests = failure.isPresent() ? server.requests() : awaitExecutor();
    List<RecordedRequest> creations =
        requests.stream()
            .filter(request -> request.method().equals("POST"))
            // the thread that starts the driver and the one that requests executors do not wait
            // for each other
            .sorted(Comparator.comparing(request -> !request.path().endsWith("/configmaps")))
            .toList();
    Optional<Side.Failure> rejection = failure.isPresent() ? failure : rejection(creations);
    SortedMap<String, String> lines = Flat.of(unified(creations), driverUid);
    lines.replaceAll((place, value) -> value.replace(address, "<driver>"));
    side.run(DistributionWorker.STOP, List.of(), Map.of());
    return new Observed(lines, rejection);
  }

  /** A context starts although the API server rejects its executors: asks for the reason. */
  private Optional<Side.Failure> rejection(List<RecordedRequest> creations) {
    if (creations.stream().noneMatch(Rig::isExecutorCreation) && !isLocal) {
      return Optional.of(
          new Side.Failure(
              Side.Failure.Kind.REJECTED,
              "the driver requested no executor%s"
                  .formatted(side.loggedException().map(": %s"::formatted).orElse(""))));
    }
    return creations.stream()
        .filter(request -> Flat.isPodCreation(request) && request.status() >= 400)
        .findFirst()
        .map(
            request ->
                new Side.Failure(
                    Side.Failure.Kind.REJECTED_BY_SERVER,
                    "the API server rejected the executor pod with status %d: %s"
                        .formatted(request.status(), reason(request))));
  }

  private String reason(RecordedRequest request) {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + request.path() + "?dryRun=All"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(request.body()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return new ObjectMapper().readTree(answer.body()).path("message").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<RecordedRequest> awaitExecutor() {
    long seconds = isLocal ? SECONDS_OF_A_FAILURE : EXECUTOR_SECONDS;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    // a failure on a thread of its own ends nothing, but no executor will come
    long first = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_OF_A_FAILURE);
    while (System.nanoTime() < deadline) {
      List<RecordedRequest> requests = server.requests();
      Optional<RecordedRequest> pod = requests.stream().filter(Rig::isExecutorCreation).findFirst();
      if (pod.isPresent() && pod.get().status() != 0 && isComplete(requests, pod.get())) {
        return requests;
      }
      if (System.nanoTime() > first && side.loggedException().isPresent()) {
        return requests;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return server.requests();
  }

  private static boolean isExecutorCreation(RecordedRequest request) {
    return request.method().equals("POST")
        && EXECUTOR_PATHS.stream().anyMatch(request.path()::endsWith);
  }

  /** Claims of an executor are created after its pod: one for each on-demand volume. */
  private static boolean isComplete(List<RecordedRequest> requests, RecordedRequest pod) {
    long claims =
        Pattern.compile("\"claimName\":\"[^\"]+-pvc-\\d+\"").matcher(pod.body()).results().count();
    return requests.stream()
            .filter(request -> request.method().equals("POST"))
            .filter(request -> request.path().endsWith("/persistentvolumeclaims"))
            .count()
        >= claims;
  }

  private static List<RecordedRequest> changes(List<RecordedRequest> requests) {
    return requests.stream().filter(request -> !request.method().equals("GET")).toList();
  }

  private String podUid() {
    return server.client().pods().inNamespace(namespace).list().getItems().stream()
        .findFirst()
        .map(pod -> pod.getMetadata().getUid())
        .orElse("");
  }

  private SortedMap<String, String> driverProperties() {
    SortedMap<String, String> found = new TreeMap<>();
    server.client().configMaps().inNamespace(namespace).list().getItems().stream()
        .filter(map -> map.getData() != null)
        .map(map -> map.getData().get("spark.properties"))
        .filter(text -> text != null)
        .forEach(
            text -> {
              Properties properties = new Properties();
              try {
                properties.load(new StringReader(text));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              properties
                  .stringPropertyNames()
                  .forEach(key -> found.put(key, properties.getProperty(key)));
            });
    return found;
  }

  private void setReady(Pod pod) {
    server
        .client()
        .resource(pod)
        .editStatus(
            found ->
                new PodBuilder(found)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withConditions(
                        new PodConditionBuilder().withType("Ready").withStatus("True").build())
                    .endStatus()
                    .build());
  }

  private void prepare(SortedMap<String, String> settings) {
    KubernetesClient client = server.client();
    if (!namespace.equals("default") && created.add("namespace " + namespace)) {
      try {
        client
            .resource(
                new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
            .create();
      } catch (KubernetesClientException e) {
        // an invalid name: the submission fails on it
      }
    }
    for (String name : priorityClasses(settings)) {
      if (created.add("priority " + name)) {
        client
            .resource(
                new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .withValue(1)
                    .build())
            .create();
      }
    }
  }

  /** The API server rejects pods of priority classes that do not exist. */
  private static List<String> priorityClasses(SortedMap<String, String> settings) {
    List<String> names = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          if (key.endsWith("podTemplateFile")) {
            try {
              Matcher matcher = PRIORITY_CLASS.matcher(Files.readString(LocalFiles.path(value)));
              while (matcher.find()) {
                names.add(matcher.group(1));
              }
            } catch (IOException | InvalidPathException e) {
              // not a local file, or unreadable: both sides report it
            }
          }
        });
    return names;
  }

  /** Deletes what the last file created. */
  void clear() {
    KubernetesClient client = server.client();
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      if (!pod.getMetadata().getFinalizers().isEmpty()) {
        client
            .resource(pod)
            .edit(
                found ->
                    new PodBuilder(found)
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build());
      }
    }
    client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    client.configMaps().inNamespace(namespace).delete();
    client.secrets().inNamespace(namespace).delete();
    client.services().inNamespace(namespace).delete();
    client.apps().statefulSets().inNamespace(namespace).delete();
    for (PersistentVolumeClaim claim :
        client.persistentVolumeClaims().inNamespace(namespace).list().getItems()) {
      claim.getMetadata().setFinalizers(List.of());
      client.resource(claim).update();
      client.resource(claim).delete();
    }
  }

  @Override
  public void close() {
    side.close();
    server.close();
  }
}
