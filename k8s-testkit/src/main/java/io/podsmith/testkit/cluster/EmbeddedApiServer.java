package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.testkit.cluster.internal.api.ApiServer;
import io.podsmith.testkit.cluster.internal.api.Certificate;
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
 * The API of a Kubernetes cluster, in the JVM, on a port of the loopback interface.
 *
 * <p>It answers what Spark, steps and their tests ask for as kube-apiserver 1.34 does: create, get,
 * list, watch, update, patch, delete; selectors, validation, garbage collection, quota. There are
 * no nodes: a pod stays Pending until somebody binds it and reports its status through the same
 * API.
 *
 * <pre>{@code
 * try (EmbeddedApiServer server = EmbeddedApiServer.builder().start()) {
 *   server.client().pods().inNamespace("default").resource(pod).create();
 * }
 * }</pre>
 *
 * <p>Requests without a token are the administrator's. Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedApiServer implements AutoCloseable {
  private final ApiServer server;
  private final Faults faults;
  private final Optional<Path> folder;
  private final Optional<Certificate> certificate;
  private final KubernetesClient client;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private EmbeddedApiServer(Builder builder) {
    faults = new Faults();
    folder = builder.isHttps ? Optional.of(temporaryFolder()) : Optional.empty();
    certificate = folder.map(Certificate::create);
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

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("podsmith-api");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the set-up of a server.
   *
   * @return a builder with which plain HTTP, a free port and no restrictions are set
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where the server is.
   *
   * @return its URL, such as {@code http://127.0.0.1:40123}
   */
  public String url() {
    return server.url();
  }

  /**
   * Returns a client with the administrator's rights, in the namespace {@code default}.
   *
   * @return the server's own client; it is closed with the server
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Returns what a client of the administrator's needs to reach the server. Nothing of it comes
   * from the machine's own kubeconfig.
   *
   * @return a new configuration, the caller's to change
   */
  public Config config() {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url()).withNamespace("default");
    certificate.ifPresent(each -> config.withCaCertFile(each.certificate().toString()));
    return config.build();
  }

  /**
   * Returns the certificate that a client has to trust.
   *
   * @return a PEM file, which goes with the server; empty for plain HTTP
   */
  public Optional<Path> caCertificate() {
    return certificate.map(Certificate::certificate);
  }

  /**
   * Makes a token by which a client becomes another user.
   *
   * @param user the user's name, as an {@link Authorizer} sees it
   * @return the bearer token
   */
  public String tokenOf(String user) {
    return server.issueToken(Objects.requireNonNull(user, "user"));
  }

  /**
   * Makes a token of a service account, such as it is mounted into pods.
   *
   * @param namespace the account's namespace
   * @param name the account's name
   * @return the bearer token
   */
  public String tokenOfServiceAccount(String namespace, String name) {
    return tokenOf("system:serviceaccount:" + namespace + ":" + name);
  }

  /**
   * Returns what the server has been asked so far.
   *
   * @return a copy, in the order in which the requests came
   */
  public List<RecordedRequest> requests() {
    return server.recorded();
  }

  /** Forgets what the server has been asked so far. */
  public void clearRequests() {
    server.forgetRequests();
  }

  /**
   * Returns the ways in which the server misbehaves, to be added to.
   *
   * @return the faults; none at first
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Forgets how the present state came about: watches and pages of lists that go on from an older
   * resource version are answered 410.
   */
  public void compact() {
    server.compact();
  }

  /**
   * Says where the logs of containers come from; without a source they are empty.
   *
   * @param source asked for every log from now on
   */
  public void setPodLogSource(PodLogSource source) {
    server.setLogs(Objects.requireNonNull(source, "source"));
  }

  /** Returns how many watches are open, those of the server's own controllers included. */
  int openWatches() {
    return server.openWatches();
  }

  /** Stops the server: connections are closed, objects are gone. May be called again. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    client.close();
    server.close();
    folder.ifPresent(EmbeddedApiServer::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How a server is to be set up.
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
     * Takes a port instead of a free one.
     *
     * @param number the port
     * @return this
     */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /**
     * Serves HTTPS, with a certificate made for it, instead of plain HTTP.
     *
     * @return this
     */
    public Builder https() {
      isHttps = true;
      return this;
    }

    /**
     * Lets a token stand for a user.
     *
     * @param token the bearer token
     * @param user the user's name
     * @return this
     */
    public Builder token(String token, String user) {
      tokens.put(token, user);
      return this;
    }

    /**
     * Restricts who may do what; everybody may do everything by default.
     *
     * @param decision asked for every request for a resource
     * @return this
     */
    public Builder authorizer(Authorizer decision) {
      authorizer = Objects.requireNonNull(decision, "decision");
      return this;
    }

    /**
     * Sets how often a watch that asks for bookmarks gets one; a minute by default, as usual.
     *
     * @param interval the interval, longer than nothing
     * @return this
     */
    public Builder bookmarkInterval(Duration interval) {
      bookmarkInterval = interval;
      return this;
    }

    /**
     * Sets how many changes a watch can go back; 20,000 by default.
     *
     * @param changes the number of changes
     * @return this
     */
    public Builder historyLimit(int changes) {
      historyLimit = changes;
      return this;
    }

    /**
     * Leaves out what reacts to changes by itself, such as the garbage collector: what remains is
     * an API server alone.
     *
     * @return this
     */
    public Builder withoutControllers() {
      runsControllers = false;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, ready to be asked
     */
    public EmbeddedApiServer start() {
      return new EmbeddedApiServer(this);
    }
  }
}
