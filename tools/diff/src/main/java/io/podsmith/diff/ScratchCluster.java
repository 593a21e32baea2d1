// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API server of one distribution, with what the settings of a file expect and without what the
 * last file left. Not thread-safe.
 */
final class ScratchCluster implements AutoCloseable {
  private static final Pattern PRIORITY_CLASS =
      Pattern.compile("priorityClassName:\\s*[\"']?([\\w.-]+)");
  private static final String USER = "submitter";

  private final EmbeddedApiServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Set<String> prepared = new HashSet<>();

  /** The paths of the objects that the current file created. */
  private final Set<String> created = new TreeSet<>();

  private String namespace = "default";

  ScratchCluster(Set<String> tokens) {
    EmbeddedApiServer.Builder builder = EmbeddedApiServer.builder().withoutControllers();
    tokens.forEach(token -> builder.token(token, USER));
    this.server = builder.start();
  }

  String url() {
    return server.url();
  }

  /** Returns the requests since {@link #forgetRequests}. */
  List<RecordedRequest> requests() {
    return server.requests();
  }

  /** Forgets the requests, but not what they created. */
  void forgetRequests() {
    server.requests().stream()
        .filter(request -> request.status() < HttpURLConnection.HTTP_BAD_REQUEST)
        .map(ScratchCluster::createdBy)
        .flatMap(Optional::stream)
        .forEach(created::add);
    server.clearRequests();
  }

  /** Returns the path of the object that a request created or applied. */
  private static Optional<String> createdBy(RecordedRequest request) {
    if (request.name().isEmpty() || request.resource().contains("/")) {
      return Optional.empty();
    }
    return switch (request.method()) {
      case "POST" -> Optional.of("%s/%s".formatted(request.path(), request.name()));
      case "PATCH", "PUT" -> Optional.of(request.path());
      default -> Optional.empty();
    };
  }

  /** Creates what exists before a submission, and forgets its requests. */
  void prepare(SortedMap<String, String> settings) {
    namespace = settings.getOrDefault("spark.kubernetes.namespace", "default");
    KubernetesClient client = server.client();
    if (!namespace.equals("default") && prepared.add("namespace " + namespace)) {
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
      if (prepared.add("priority " + name)) {
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
    server.clearRequests();
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

  /** Returns the driver pod, if one was created. */
  Optional<Pod> driverPod() {
    return server.client().pods().inNamespace(namespace).list().getItems().stream().findFirst();
  }

  /** Returns the properties in the ConfigMaps that these requests created. */
  SortedMap<String, String> driverProperties(List<RecordedRequest> requests) {
    SortedMap<String, String> found = new TreeMap<>();
    requests.stream()
        .filter(request -> request.resource().equals("configmaps") && !request.body().isEmpty())
        .map(request -> tree(request.body()).at("/data/spark.properties"))
        .filter(JsonNode::isTextual)
        .forEach(
            text -> {
              Properties properties = new Properties();
              try {
                properties.load(new StringReader(text.asText()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              properties
                  .stringPropertyNames()
                  .forEach(key -> found.put(key, properties.getProperty(key)));
            });
    return found;
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reports the driver as ready, so that nothing waits for it. */
  void setReady(Pod driver) {
    server
        .client()
        .resource(
            new PodBuilder(driver)
                .editOrNewStatus()
                .withPhase("Running")
                .withConditions(
                    new PodConditionBuilder().withType("Ready").withStatus("True").build())
                .endStatus()
                .build())
        .updateStatus();
  }

  /** Sends a rejected creation again, as a dry run, and returns the reason of the rejection. */
  String reason(RecordedRequest creation) {
    return tree(send(
            request(creation.path(), "dryRun=All")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(creation.body()))))
        .path("message")
        .asText();
  }

  /** Starts a request for a decoded path. */
  private HttpRequest.Builder request(String path, String query) {
    try {
      URI target = new URI(null, null, path, query.isEmpty() ? null : query, null);
      return HttpRequest.newBuilder(URI.create(server.url()).resolve(target));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Deletes what the last file created, of whatever kind it is. */
  void clear() {
    forgetRequests();
    for (String object : created) {
      String answer = send(request(object, "gracePeriodSeconds=0").DELETE());
      // a claim waits for the end of its protection, and a template can have other finalizers
      if (answer.contains("\"finalizers\"")) {
        send(
            request(object, "")
                .header("Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString("{\"metadata\":{\"finalizers\":null}}")));
      }
    }
    created.clear();
  }

  @Override
  public void close() {
    server.close();
  }
}
