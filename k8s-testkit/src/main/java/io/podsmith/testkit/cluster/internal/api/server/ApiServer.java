// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.ApiAction;
import io.podsmith.testkit.cluster.Authorizer;
import io.podsmith.testkit.cluster.PodLogSource;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.api.admission.Admission;
import io.podsmith.testkit.cluster.internal.api.controllers.Controllers;
import io.podsmith.testkit.cluster.internal.api.http.AccessReview;
import io.podsmith.testkit.cluster.internal.api.http.Backend;
import io.podsmith.testkit.cluster.internal.api.http.Discovery;
import io.podsmith.testkit.cluster.internal.api.http.FaultEffect;
import io.podsmith.testkit.cluster.internal.api.http.HttpFrontend;
import io.podsmith.testkit.cluster.internal.api.http.RequestResolver;
import io.podsmith.testkit.cluster.internal.api.http.Requests;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameGenerator;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.verbs.Operations;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import io.podsmith.testkit.cluster.internal.api.verbs.Subresources;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The server with all its parts: what the public face starts and stops. */
public final class ApiServer implements AutoCloseable, Backend {
  /** Who a request without credentials is from. */
  public static final String ADMIN = "podsmith-admin";

  private static final String HOST = "127.0.0.1";
  private static final int THREADS = 2;
  private static final int START_SECONDS = 30;
  private static final int LONGEST_URL = 64 * 1024;

  /** Per HTTP/2 connection. The JDK's client fails a request beyond it instead of queuing it. */
  private static final int STREAMS = 1000;

  private static final int LONGEST_FRAME = 16 * 1024 * 1024;

  /**
   * How the server is set up.
   *
   * @param port the port; 0 for a free one
   * @param certificate the server's certificate; empty for plain HTTP
   * @param authorizer who may do what
   * @param faults what goes wrong
   * @param bookmarkInterval how often a watch that wants bookmarks gets one
   * @param logLimit how many changes a watch can go back
   * @param runsControllers whether the garbage collector and its like run
   */
  public record Setup(
      int port,
      Optional<Certificate> certificate,
      Authorizer authorizer,
      Function<RecordedRequest, List<FaultEffect>> faults,
      Duration bookmarkInterval,
      int logLimit,
      boolean runsControllers) {}

  private final Setup setup;
  private final Vertx vertx;
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final RequestResolver resolver;
  private final Subresources subresources;
  private final Operations operations;
  private final Controllers controllers;
  private final Requests requests = new Requests();
  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final AtomicInteger port = new AtomicInteger();

  /**
   * Starts a server.
   *
   * @param setup how it is set up
   */
  public ApiServer(Setup setup) {
    this.setup = setup;
    port.set(setup.port());
    registry = new ResourceRegistry(Schema.load());
    store = new ObjectStore(setup.logLimit());
    resolver = new RequestResolver(registry);
    subresources = new Subresources(store, this::issueToken);
    NameGenerator names = new NameGenerator();
    operations =
        new Operations(
            registry,
            store,
            new Admission(registry, store, names, setup.runsControllers()),
            names,
            subresources);
    controllers =
        new Controllers(
            registry, store, operations, setup.certificate().map(ApiServer::read).orElse(""));
    if (setup.runsControllers()) {
      controllers.start();
      operations.onNamespace(controllers::populate);
    }
    seed();
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                .setUseDaemonThread(true));
    listen();
  }

  private static String read(Certificate certificate) {
    try {
      return Files.readString(certificate.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void seed() {
    for (String name : List.of("default", "kube-node-lease", "kube-public", "kube-system")) {
      ObjectNode namespace = Json.object();
      namespace.putObject("metadata").put("name", name);
      internalCreate("v1", "namespaces", "", namespace);
    }
    priorityClass("system-cluster-critical", 2_000_000_000);
    priorityClass("system-node-critical", 2_000_001_000);
  }

  private void priorityClass(String name, int value) {
    ObjectNode priority = Json.object().put("value", value);
    priority.putObject("metadata").put("name", name);
    internalCreate("scheduling.k8s.io/v1", "priorityclasses", "", priority);
  }

  private void internalCreate(
      String groupVersion, String plural, String namespace, ObjectNode object) {
    ApiResource resource = registry.get(groupVersion, plural);
    ApiCall call =
        new ApiCall(
            "create",
            resource,
            "",
            namespace,
            "",
            Map.of(),
            "application/json",
            Json.bytes(object),
            "system:apiserver",
            "kube-apiserver");
    operations.handle(call);
  }

  private void listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setCompressionSupported(false)
            .setHandle100ContinueAutomatically(true)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS))
            .setMaxInitialLineLength(LONGEST_URL)
            .setMaxWebSocketFrameSize(LONGEST_FRAME)
            .setMaxWebSocketMessageSize(LONGEST_FRAME);
    setup
        .certificate()
        .ifPresent(
            each ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(each.certificate().toString())
                            .setKeyPath(each.key().toString())));
    HttpFrontend frontend = new HttpFrontend(vertx, this, setup.bookmarkInterval());
    // To Vert.x a negative port means a free one that the instances of a deployment share.
    options.setPort(setup.port() == 0 ? -1 : setup.port());
    await(
        vertx.deployVerticle(
            () -> listener(options, frontend), new DeploymentOptions().setInstances(THREADS)),
        "the embedded API server did not start");
  }

  private AbstractVerticle listener(HttpServerOptions options, HttpFrontend frontend) {
    return new AbstractVerticle() {
      @Override
      public void start(Promise<Void> started) {
        vertx
            .createHttpServer(options)
            .requestHandler(frontend::accept)
            .listen()
            .onSuccess(server -> port.set(server.actualPort()))
            .<Void>mapEmpty()
            .onComplete(started);
      }
    };
  }

  private static <T> void await(Future<T> future, String message) {
    try {
      future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(message + ": interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(message, e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(message + " within " + START_SECONDS + " s", e);
    }
  }

  /**
   * Returns where the server is.
   *
   * @return its URL, without a slash at the end
   */
  public String url() {
    return (setup.certificate().isPresent() ? "https://" : "http://") + HOST + ":" + port.get();
  }

  /**
   * Lets a token stand for a user.
   *
   * @param token the token
   * @param user the user's name
   */
  public void addToken(String token, String user) {
    users.put(token, user);
  }

  /**
   * Makes a token for a user.
   *
   * @param user the user's name
   * @return the token
   */
  public String issueToken(String user) {
    String token = "podsmith." + UUID.randomUUID();
    addToken(token, user);
    return token;
  }

  /**
   * Says where logs come from.
   *
   * @param source the source
   */
  public void setLogs(PodLogSource source) {
    subresources.setLogs(source);
  }

  /** Makes all revisions of the past too old to start from. */
  public void compact() {
    store.compact();
  }

  /**
   * Returns the requests so far.
   *
   * @return a copy, in the order of their arrival
   */
  public List<RecordedRequest> recorded() {
    return requests.all();
  }

  /** Forgets the requests so far. */
  public void forgetRequests() {
    requests.clear();
  }

  /**
   * Returns how many listeners follow changes: one per open watch, beside the controllers' own.
   *
   * @return the number of listeners
   */
  public int openWatches() {
    return store.listeners();
  }

  @Override
  public Requests requests() {
    return requests;
  }

  @Override
  public RequestResolver resolver() {
    return resolver;
  }

  @Override
  public Operations operations() {
    return operations;
  }

  @Override
  public Discovery discovery() {
    return new Discovery(registry, HOST + ":" + port.get());
  }

  @Override
  public List<FaultEffect> strike(RecordedRequest request) {
    return setup.faults().apply(request);
  }

  @Override
  public Optional<String> authenticate(String authorization) {
    if (!authorization.startsWith("Bearer ")) {
      return Optional.of(ADMIN);
    }
    return Optional.ofNullable(users.get(authorization.substring("Bearer ".length()).strip()));
  }

  @Override
  public Reply reviewAccess(byte[] body, String user) {
    return AccessReview.answer(body, user, setup.authorizer());
  }

  @Override
  public void authorize(ApiResource resource, ApiAction action) {
    if (setup.authorizer().allows(action)) {
      return;
    }
    String what =
        action.subresource().isEmpty()
            ? action.resource()
            : action.resource() + "/" + action.subresource();
    String where =
        action.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + action.namespace() + "\"";
    throw ApiException.forbidden(
        resource,
        action.name(),
        "User \""
            + action.user()
            + "\" cannot "
            + action.verb()
            + " resource \""
            + what
            + "\" in API group \""
            + action.group()
            + "\""
            + where);
  }

  @Override
  public void close() {
    controllers.close();
    await(vertx.close(), "The embedded API server did not stop");
  }
}
