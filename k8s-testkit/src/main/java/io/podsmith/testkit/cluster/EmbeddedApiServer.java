// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.testkit.cluster.internal.api.server.ApiServer;
import io.podsmith.testkit.cluster.internal.api.server.Certificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A Kubernetes API server in the JVM, on a port of the loopback interface.
 *
 * <p>It handles the requests that Spark, steps and their tests send like kube-apiserver 1.34:
 * create, get, list, watch, update, patch and delete, with selectors, validation, garbage
 * collection and quotas. It has no nodes: a pod stays Pending until a client binds it and reports
 * its status through the API.
 *
 * <pre>{@code
 * try (EmbeddedApiServer server = EmbeddedApiServer.builder().start()) {
 *   server.client().pods().inNamespace("default").resource(pod).create();
 * }
 * }</pre>
 *
 * <p>Requests without a token have administrator rights. Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedApiServer implements AutoCloseable {
  private final ApiServer server;
  private final Faults faults;
  private final Optional<Path> directory;
  private final Optional<Certificate> certificate;
  private final KubernetesClient client;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private EmbeddedApiServer(Builder builder) {
    faults = new Faults();
    directory = builder.isHttps ? Optional.of(temporaryDirectory()) : Optional.empty();
    certificate = directory.map(Certificate::create);
    server =
        new ApiServer(
            new ApiServer.Setup(
                builder.port,
                certificate,
                builder.authorizer,
                faults::strike,
                builder.bookmarkInterval,
                builder.historyLimit,
                builder.runsControllers));
    builder.tokens.forEach(server::addToken);
    client = new KubernetesClientBuilder().withConfig(config()).build();
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("podsmith-api");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a builder for a server.
   *
   * @return a builder; by default the server uses plain HTTP and a free port, and allows all
   *     requests
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the URL of the server.
   *
   * @return the URL, such as {@code http://127.0.0.1:40123}
   */
  public String url() {
    return server.url();
  }

  /**
   * Returns a client with administrator rights, in the namespace {@code default}.
   *
   * @return a shared client, which is closed with the server
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Returns a client configuration with administrator rights. It does not depend on the kubeconfig
   * of this machine.
   *
   * @return a new configuration that the caller may modify
   */
  public Config config() {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url()).withNamespace("default");
    certificate.ifPresent(each -> config.withCaCertFile(each.certificate().toString()));
    return config.build();
  }

  /**
   * Returns the certificate that clients must trust.
   *
   * @return a PEM file, which is deleted with the server; empty for plain HTTP
   */
  public Optional<Path> caCertificate() {
    return certificate.map(Certificate::certificate);
  }

  /**
   * Issues a token that authenticates a client as a user.
   *
   * @param user the user name that an {@link Authorizer} receives
   * @return the bearer token
   */
  public String tokenFor(String user) {
    return server.issueToken(Objects.requireNonNull(user, "user"));
  }

  /**
   * Issues a token of a service account, like the tokens that are mounted into pods.
   *
   * @param namespace the namespace of the service account
   * @param name the name of the service account
   * @return the bearer token
   */
  public String tokenForServiceAccount(String namespace, String name) {
    return tokenFor("system:serviceaccount:" + namespace + ":" + name);
  }

  /**
   * Returns the requests that the server has received.
   *
   * @return a copy, in the order of arrival
   */
  public List<RecordedRequest> requests() {
    return server.recorded();
  }

  /** Clears the list of received requests. */
  public void clearRequests() {
    server.forgetRequests();
  }

  /**
   * Returns the faults that the server injects. Add faults to it.
   *
   * @return the faults, initially empty
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Discards the history of changes: watches and list continuations that start from an older
   * resource version get status 410.
   */
  public void compact() {
    server.compact();
  }

  /**
   * Sets the source of container logs. Without a source, logs are empty.
   *
   * @param source provides all logs from now on
   */
  public void setPodLogSource(PodLogSource source) {
    server.setLogs(Objects.requireNonNull(source, "source"));
  }

  /** Returns the number of open watches, including those of the server's controllers. */
  int openWatches() {
    return server.openWatches();
  }

  /** Stops the server, closes all connections and discards all objects. Idempotent. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    client.close();
    server.close();
    directory.ifPresent(EmbeddedApiServer::delete);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Builds an {@link EmbeddedApiServer}.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public static final class Builder {
    private static final int LONG_HISTORY = 20_000;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private int port;
    private boolean isHttps;
    private boolean runsControllers = true;
    private Authorizer authorizer = Authorizer.allowAll();
    private Duration bookmarkInterval = Duration.ofMinutes(1);
    private int historyLimit = LONG_HISTORY;

    private Builder() {}

    /**
     * Sets the port; a free port by default.
     *
     * @param number the port
     * @return this builder
     */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /**
     * Serves HTTPS with a generated certificate instead of plain HTTP.
     *
     * @return this builder
     */
    public Builder https() {
      isHttps = true;
      return this;
    }

    /**
     * Registers a token that authenticates a client as a user.
     *
     * @param token the bearer token
     * @param user the user name
     * @return this builder
     */
    public Builder token(String token, String user) {
      tokens.put(token, user);
      return this;
    }

    /**
     * Sets the authorizer; all requests are allowed by default.
     *
     * @param decision called for every resource request
     * @return this builder
     */
    public Builder authorizer(Authorizer decision) {
      authorizer = Objects.requireNonNull(decision, "decision");
      return this;
    }

    /**
     * Sets the interval of bookmarks for watches that request them; 1 min by default, as in
     * kube-apiserver.
     *
     * @param interval a positive interval
     * @return this builder
     */
    public Builder bookmarkInterval(Duration interval) {
      bookmarkInterval = interval;
      return this;
    }

    /**
     * Sets the number of past changes from which a watch can resume; 20,000 by default.
     *
     * @param changes the number of changes
     * @return this builder
     */
    public Builder historyLimit(int changes) {
      historyLimit = changes;
      return this;
    }

    /**
     * Disables the controllers, such as the garbage collector.
     *
     * @return this builder
     */
    public Builder withoutControllers() {
      runsControllers = false;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     */
    public EmbeddedApiServer start() {
      return new EmbeddedApiServer(this);
    }
  }
}
