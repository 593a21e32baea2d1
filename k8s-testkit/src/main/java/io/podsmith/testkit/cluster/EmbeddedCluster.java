package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.podsmith.testkit.cluster.internal.node.Folders;
import io.podsmith.testkit.cluster.internal.node.Kubelet;
import io.podsmith.testkit.cluster.internal.node.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster of one node inside this JVM: an API server and a node that runs the
 * containers of pods as processes of this machine. It needs no binary and no root, but Linux.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster =
 *     EmbeddedCluster.builder().image("busybox", ContainerImage.shell()).start()) {
 *   cluster.client().pods().resource(pod).create();
 *   cluster.awaitPod("hello", p -> "Succeeded".equals(p.getStatus().getPhase()), ofSeconds(10));
 *   assertThat(cluster.logs("hello")).contains("hello");
 * }
 * }</pre>
 *
 * <h2>Containers are processes</h2>
 *
 * <p>Nothing is isolated: a container sees this machine's files and programs. It gets an
 * environment of its own, from nothing; an address of its own ({@code 127.x.y.z}), so that the same
 * port may be used in several pods by programs that bind to the pod's address; and a folder that
 * stands for its root. A path in the container that lies below a mount, below {@code /opt/spark}
 * (for Spark's images) or below a file of the image is replaced by the place on this machine where
 * that is:
 *
 * <ul>
 *   <li>in {@code command} and {@code args}, in the values of environment variables;
 *   <li>in text files of ConfigMaps that are mounted, such as {@code spark.properties}; not in
 *       YAML, which describes other pods, and not in settings that a driver hands to its executors.
 * </ul>
 *
 * <p>Other paths are this machine's. A program that has a container path built in, which it was not
 * told, does not find it. The service account that containers find below {@code
 * /var/run/secrets/kubernetes.io/serviceaccount} is passed to the client library by its environment
 * variables.
 *
 * <p>The JVMs of Spark's images resolve names of services, of this machine and {@code localhost},
 * and no others. A service's name stands for the pods behind it, with or without a cluster address.
 *
 * <h2>Order</h2>
 *
 * <p>{@link #close()} kills all containers and deletes all files; so does the end of the JVM,
 * unless it is killed. Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedCluster implements AutoCloseable {
  private static final String ADMIN = "kubernetes-admin";

  /** A busy machine takes its time, and nothing here is ever unreachable. */
  private static final int PATIENCE_MILLIS = 60_000;

  private final Path folder;
  private final String namespace;
  private final Optional<EmbeddedApiServer> apiServer;
  private final Config config;
  private final KubernetesClient client;
  private final KubernetesClient nodeClient;
  private final Kubelet kubelet;
  private final EmbeddedNode node;
  private final Path caCertFile;
  private final Path tokenFile;
  private final Thread shutdownHook;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedCluster(
      Builder builder, Path folder, Config config, Optional<EmbeddedApiServer> apiServer)
      throws IOException {
    this.folder = folder;
    this.namespace = builder.namespace;
    this.apiServer = apiServer;
    this.config = config;
    String caCert = pem(config.getCaCertData(), config.getCaCertFile());
    String adminToken =
        apiServer
            .map(server -> server.tokenOf(ADMIN))
            .orElseGet(() -> Objects.requireNonNullElse(config.getOauthToken(), ""));
    this.caCertFile = Files.writeString(folder.resolve("ca.crt"), caCert);
    this.tokenFile = Files.writeString(folder.resolve("token"), adminToken);
    this.client = newClient(config, namespace, "podsmith-test");
    this.nodeClient = newClient(config, namespace, "podsmith-node");
    NodeSettings settings =
        new NodeSettings(
            builder.nodeName,
            folder,
            builder.images,
            Optional.ofNullable(builder.anyImage),
            builder.maxPods,
            builder.startupDelay,
            builder.backoff,
            URI.create(config.getMasterUrl()),
            caCert,
            builder.nodeLabels,
            builder.schedulers);
    this.kubelet =
        Kubelet.start(nodeClient, settings, (pod, projection) -> podToken(pod, adminToken));
    apiServer.ifPresent(server -> server.setPodLogSource(kubelet::openLog));
    this.node = new EmbeddedNode(builder.nodeName, kubelet);
    if (builder.unschedulable) {
      node.cordon();
    }
    this.shutdownHook = new Thread(this::shutDown, "embedded-cluster-shutdown");
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /**
   * Describes a cluster.
   *
   * @return a builder with an API server of its own, no images and room for 110 pods
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a client that may do everything.
   *
   * @return a client, closed with the cluster; its namespace is {@link #namespace()}
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Returns the API server, for its record of requests and to make it misbehave. The requests of
   * the node carry the user agent {@code podsmith-node}.
   *
   * @return the API server
   * @throws IllegalStateException where the cluster joined one that was already there
   */
  public EmbeddedApiServer apiServer() {
    return apiServer.orElseThrow(
        () -> new IllegalStateException("the cluster joined an API server that is not its own"));
  }

  /**
   * Returns the namespace of the methods that take none.
   *
   * @return {@code default} unless the builder said otherwise
   */
  public String namespace() {
    return namespace;
  }

  /**
   * Returns the node.
   *
   * @return the only node
   */
  public EmbeddedNode node() {
    return node;
  }

  /**
   * Returns the URL of the API server.
   *
   * @return for example {@code https://127.0.0.1:39511}
   */
  public String apiServerUrl() {
    String url = config.getMasterUrl();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * Returns the settings by which {@code spark-submit} and the driver reach this cluster: the
   * master, the namespace and the credentials of both.
   *
   * @return Spark properties by key; no image is among them
   */
  public Map<String, String> sparkProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spark.master", "k8s://" + apiServerUrl());
    properties.put("spark.kubernetes.namespace", namespace);
    properties.put("spark.kubernetes.driver.master", apiServerUrl());
    String prefix = "spark.kubernetes.authenticate";
    for (String who : List.of("", ".submission")) {
      properties.put(prefix + who + ".caCertFile", caCertFile.toString());
      properties.put(prefix + who + ".oauthTokenFile", tokenFile.toString());
    }
    // The driver's own token, that of its service account, comes by its environment.
    properties.put(prefix + ".driver.mounted.caCertFile", caCertFile.toString());
    return properties;
  }

  /**
   * Writes a configuration for {@code kubectl} and for clients that take one.
   *
   * @return a file that is deleted with the cluster
   */
  public Path kubeconfig() {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: embedded
        clusters:
        - name: embedded
          cluster:
            server: %s
            certificate-authority: %s
        users:
        - name: admin
          user:
            tokenFile: %s
        contexts:
        - name: embedded
          context:
            cluster: embedded
            user: admin
            namespace: %s
        """
            .formatted(apiServerUrl(), caCertFile, tokenFile, namespace);
    try {
      return Files.writeString(folder.resolve("kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the kubeconfig of the cluster", e);
    }
  }

  /**
   * Returns what all containers of a pod in {@link #namespace()} have printed so far, those of
   * former runs and of a pod that has been deleted included.
   *
   * @param pod the pod's name
   * @return standard output and standard error, container by container
   */
  public String logs(String pod) {
    return logs(namespace, pod);
  }

  /**
   * Returns what all containers of a pod have printed so far, those of former runs and of a pod
   * that has been deleted included.
   *
   * @param namespace the pod's namespace
   * @param pod the pod's name
   * @return standard output and standard error, container by container
   */
  public String logs(String namespace, String pod) {
    Path logs = folder.resolve("logs").resolve(namespace).resolve(pod);
    if (Files.notExists(logs)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(logs)) {
      for (Path file :
          files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the logs of pod " + namespace + "/" + pod, e);
    }
    return text.toString();
  }

  /**
   * Waits until a pod in {@link #namespace()} is as wanted.
   *
   * @param name the pod's name; it need not exist yet
   * @param condition tells whether the pod is as wanted
   * @param deadline how long to wait
   * @return the pod as it was then
   * @throws AssertionError where that was not so in time; the message has the pod's last status and
   *     the end of its logs
   */
  public Pod awaitPod(String name, Predicate<Pod> condition, Duration deadline) {
    try {
      return client
          .pods()
          .inNamespace(namespace)
          .withName(name)
          .waitUntilCondition(
              pod -> pod != null && condition.test(pod),
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "pod " + name + " was not as wanted after " + deadline + "; " + describe(name), e);
    }
  }

  /**
   * Waits until a pod in {@link #namespace()} is gone.
   *
   * @param name the pod's name
   * @param deadline how long to wait
   * @throws AssertionError where it was still there; the message has its last status
   */
  public void awaitPodGone(String name, Duration deadline) {
    try {
      client
          .pods()
          .inNamespace(namespace)
          .withName(name)
          .waitUntilCondition(Objects::isNull, deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "pod " + name + " was still there after " + deadline + "; " + describe(name), e);
    }
  }

  private String describe(String name) {
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    if (pod == null) {
      return "there is no such pod";
    }
    String logs = logs(name);
    return "its status is\n"
        + client.getKubernetesSerialization().asYaml(pod.getStatus())
        + "and its logs end with\n"
        + logs.substring(Math.max(0, logs.length() - 4000));
  }

  /** Kills all containers, stops the API server and deletes all files. Does so once. */
  @Override
  public void close() {
    if (shutDown()) {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }
  }

  private boolean shutDown() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    kubelet.close();
    nodeClient.close();
    client.close();
    apiServer.ifPresent(EmbeddedApiServer::close);
    Folders.delete(folder);
    return true;
  }

  private static KubernetesClient newClient(Config config, String namespace, String userAgent) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withNamespace(namespace)
                .withUserAgent(userAgent)
                .withConnectionTimeout(PATIENCE_MILLIS)
                .withRequestTimeout(PATIENCE_MILLIS)
                .build())
        .build();
  }

  private String podToken(Pod pod, String adminToken) {
    String account = Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
    return apiServer
        .map(server -> server.tokenOfServiceAccount(pod.getMetadata().getNamespace(), account))
        .orElse(adminToken);
  }

  private static String pem(@Nullable String data, @Nullable String file) throws IOException {
    if (data != null) {
      return data.startsWith("-----")
          ? data
          : new String(java.util.Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }
    return file == null ? "" : Files.readString(Path.of(file));
  }

  /**
   * Describes an {@link EmbeddedCluster}.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public static final class Builder {
    private final Map<String, ContainerImage> images = new LinkedHashMap<>();
    private final Map<String, String> nodeLabels = new LinkedHashMap<>();
    private final Set<String> schedulers = new LinkedHashSet<>(List.of("default-scheduler"));
    private String namespace = "default";
    private String nodeName = "podsmith-node";
    private @Nullable ContainerImage anyImage;
    private @Nullable Path workDir;
    private @Nullable Config existingApiServer;
    private UnaryOperator<EmbeddedApiServer.Builder> apiServerOptions = options -> options;
    private boolean unschedulable;
    private int maxPods = 110;
    private Duration startupDelay = Duration.ZERO;
    private Duration backoff = Duration.ofSeconds(10);

    private Builder() {
      nodeLabels.put("kubernetes.io/os", "linux");
    }

    /**
     * Registers an image.
     *
     * @param name the name of the image, or what several names begin with; the longest wins
     * @param image what stands behind it
     * @return this
     */
    public Builder image(String name, ContainerImage image) {
      images.put(name, image);
      return this;
    }

    /**
     * Says what stands behind all names that are not registered. Without it, their containers stay
     * in {@code ErrImagePull} and {@code ImagePullBackOff}.
     *
     * @param image what stands behind them, for example {@link ContainerImage#idle()}
     * @return this
     */
    public Builder anyImage(ContainerImage image) {
      this.anyImage = image;
      return this;
    }

    /**
     * Sets the namespace of the cluster's helpers and of {@link #sparkProperties()}; it must exist.
     *
     * @param name the namespace
     * @return this
     */
    public Builder namespace(String name) {
      this.namespace = name;
      return this;
    }

    /**
     * Names the node.
     *
     * @param name the name
     * @return this
     */
    public Builder nodeName(String name) {
      this.nodeName = name;
      return this;
    }

    /**
     * Labels the node, for pods that select nodes.
     *
     * @param name the label
     * @param value its value
     * @return this
     */
    public Builder nodeLabel(String name, String value) {
      nodeLabels.put(name, value);
      return this;
    }

    /**
     * Places pods of another scheduler, too; without it such pods stay pending.
     *
     * @param name the value of {@code spec.schedulerName}
     * @return this
     */
    public Builder scheduler(String name) {
      schedulers.add(name);
      return this;
    }

    /**
     * Starts with a node that takes no pods; see {@link EmbeddedNode#uncordon()}.
     *
     * @return this
     */
    public Builder unschedulable() {
      this.unschedulable = true;
      return this;
    }

    /**
     * Limits how many pods run at once.
     *
     * @param count a positive number
     * @return this
     */
    public Builder maxPods(int count) {
      this.maxPods = count;
      return this;
    }

    /**
     * Sets how long the containers of a pod stay in creation, as if images were pulled.
     *
     * @param delay the pause
     * @return this
     */
    public Builder startupDelay(Duration delay) {
      this.startupDelay = delay;
      return this;
    }

    /**
     * Sets how long the first back-off after a crash or after a pull in vain is; it doubles up to
     * thirty times as much.
     *
     * @param first the pause, 10 seconds by default
     * @return this
     */
    public Builder backoff(Duration first) {
      this.backoff = first;
      return this;
    }

    /**
     * Sets where the cluster keeps its files: in a new folder below, which it deletes in the end.
     *
     * @param folder a folder, made where it does not exist; the one for temporary files by default
     * @return this
     */
    public Builder workDir(Path folder) {
      this.workDir = folder;
      return this;
    }

    /**
     * Sets up the API server, for example with an {@link Authorizer}. It uses HTTPS. Requests of
     * the node are made without a token, as the administrator.
     *
     * @param options receives the builder of the API server and returns it changed
     * @return this
     */
    public Builder apiServer(UnaryOperator<EmbeddedApiServer.Builder> options) {
      this.apiServerOptions = options;
      return this;
    }

    /**
     * Joins an API server that is already there, instead of starting one. Its own scheduler must
     * not run.
     *
     * @param config how to reach it, with the rights of an administrator
     * @return this
     */
    public Builder existingApiServer(Config config) {
      this.existingApiServer = config;
      return this;
    }

    /**
     * Starts the cluster.
     *
     * @return the cluster, ready for use
     */
    public EmbeddedCluster start() {
      if (existingApiServer != null) {
        return join(existingApiServer, Optional.empty());
      }
      EmbeddedApiServer server =
          apiServerOptions.apply(EmbeddedApiServer.builder().https()).start();
      try {
        return join(server.config(), Optional.of(server));
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    }

    private EmbeddedCluster join(Config config, Optional<EmbeddedApiServer> server) {
      Path folder;
      try {
        folder = newFolder();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the folder of the cluster", e);
      }
      try {
        return new EmbeddedCluster(this, folder, config, server);
      } catch (IOException e) {
        Folders.delete(folder);
        throw new UncheckedIOException("cannot make the files of the cluster", e);
      } catch (RuntimeException e) {
        Folders.delete(folder);
        throw e;
      }
    }

    private Path newFolder() throws IOException {
      if (workDir == null) {
        return Files.createTempDirectory("podsmith-cluster-").toRealPath();
      }
      Path parent = Files.createDirectories(workDir.toAbsolutePath());
      return Files.createTempDirectory(parent, "cluster-").toRealPath();
    }
  }
}
