// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.internal.node.Kubelet;
import io.podsmith.testkit.cluster.internal.node.host.Directories;
import io.podsmith.testkit.cluster.internal.node.host.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster in this JVM: an API server and one node that runs the containers of pods as
 * processes of this machine. It requires Linux, but no Kubernetes binaries and no root privileges.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster =
 *     EmbeddedCluster.builder().image("busybox", NodeImage.shell()).start()) {
 *   cluster.client().pods().resource(pod).create();
 *   cluster.awaitPod("hello", p -> "Succeeded".equals(p.getStatus().getPhase()), ofSeconds(10));
 *   assertThat(cluster.logs("hello")).contains("hello");
 * }
 * }</pre>
 *
 * <h2>Containers are processes</h2>
 *
 * <p>Containers are not isolated: they can access the files and programs of this machine. Each
 * container has a separate environment that inherits nothing, a separate address ({@code
 * 127.x.y.z}), so that several pods can use the same port if their programs bind to the pod's
 * address, and a directory that represents its root. A container path below a mount, below {@code
 * /opt/spark} (in Spark images) or below a file of the image is replaced by the corresponding path
 * on this machine:
 *
 * <ul>
 *   <li>in {@code command} and {@code args}, in the values of environment variables;
 *   <li>in text files of mounted ConfigMaps, such as {@code spark.properties}; not in YAML, which
 *       describes other pods, and not in settings that a driver passes to its executors.
 * </ul>
 *
 * <p>Other paths refer to this machine. A program that uses a hard-coded container path does not
 * find it. The service account, which containers expect below {@code
 * /var/run/secrets/kubernetes.io/serviceaccount}, is passed to the client library in environment
 * variables. The JVMs of Spark images read {@code /etc/krb5.conf} if it is mounted.
 *
 * <p>The JVMs of Spark images resolve only the names of Services, of this machine and {@code
 * localhost}. The name of a Service resolves to the addresses of its pods, whether or not it has a
 * cluster IP.
 *
 * <h2>Events</h2>
 *
 * <p>The scheduler and the node write events about pods, with the reasons and messages of
 * kube-scheduler and the kubelet: {@code kubectl describe pod} shows for example {@code
 * FailedScheduling}, {@code FailedMount} or {@code BackOff}. Events are written in the background,
 * at most 50 per second after the first 500, and never delay a pod; under more load, some of them
 * are dropped. They exist for one hour, 5000 at most.
 *
 * <h2>Lifecycle</h2>
 *
 * <p>{@link #close()} kills all containers and deletes all files. A shutdown hook does the same
 * when the JVM exits, unless the JVM is killed. Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EmbeddedCluster implements AutoCloseable {
  private final Path directory;
  private final String namespace;
  private final Optional<EmbeddedApiServer> apiServer;
  private final ClusterAccess access;
  private final PodLogFiles logs;
  private final KubernetesClient client;
  private final KubernetesClient nodeClient;
  private final PodWait podWait;
  private final Kubelet kubelet;
  private final EmbeddedNode node;
  private final Thread shutdownHook;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedCluster(
      Builder builder, Path directory, Config config, Optional<EmbeddedApiServer> apiServer)
      throws IOException {
    this.directory = directory;
    this.namespace = builder.namespace;
    this.apiServer = apiServer;
    this.access = ClusterAccess.write(directory, config, namespace, apiServer);
    this.client = access.newClient("podsmith-test");
    this.nodeClient = access.newClient("podsmith-node");
    this.logs = new PodLogFiles(directory.resolve("logs"));
    this.podWait = new PodWait(client, logs, namespace);
    NodeSettings settings =
        new NodeSettings(
            builder.nodeName,
            directory,
            builder.images,
            Optional.ofNullable(builder.defaultImage),
            builder.maxPods,
            builder.startupDelay,
            builder.backoff,
            URI.create(config.getMasterUrl()),
            access.caCert(),
            builder.nodeLabels,
            builder.schedulers);
    this.kubelet = Kubelet.start(nodeClient, settings, (pod, projection) -> access.podToken(pod));
    apiServer.ifPresent(server -> server.setPodLogSource(kubelet::openLog));
    this.node = new EmbeddedNode(builder.nodeName, kubelet);
    if (builder.unschedulable) {
      node.cordon();
    }
    this.shutdownHook = new Thread(this::shutDown, "embedded-cluster-shutdown");
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /**
   * Returns a builder for a cluster.
   *
   * @return a builder; by default the cluster starts an API server, has no images and runs at most
   *     110 pods
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a client with administrator rights.
   *
   * @return a shared client with the namespace {@link #namespace()}, which is closed with the
   *     cluster
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Returns the API server, for access to recorded requests and fault injection. Requests of the
   * node have the user agent {@code podsmith-node}.
   *
   * @return the API server
   * @throws IllegalStateException if the cluster uses an existing API server
   */
  public EmbeddedApiServer apiServer() {
    return apiServer.orElseThrow(
        () ->
            new IllegalStateException(
                "the cluster uses an existing API server, which has no recorded requests or"
                    + " faults"));
  }

  /**
   * Returns the namespace that methods without a namespace parameter use.
   *
   * @return {@code default} unless the builder has set another one
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
    return access.url();
  }

  /**
   * Returns the settings with which {@code spark-submit} and the driver connect to this cluster:
   * the master, the namespace and the credentials of both.
   *
   * @return Spark properties by key, without an image
   */
  public Map<String, String> sparkProperties() {
    return access.sparkProperties();
  }

  /**
   * Writes a kubeconfig file for {@code kubectl} and other clients.
   *
   * @return the file, which is deleted with the cluster
   */
  public Path kubeconfig() {
    return access.kubeconfig();
  }

  /**
   * Returns the logs of all containers of a pod in {@link #namespace()}, including previous runs.
   * Also works for deleted pods.
   *
   * @param pod the name of the pod
   * @return standard output and standard error, container by container; empty if there are no logs
   */
  public String logs(String pod) {
    return logs(namespace, pod);
  }

  /**
   * Returns the logs of all containers of a pod, including previous runs. Also works for deleted
   * pods.
   *
   * @param namespace the namespace of the pod
   * @param pod the name of the pod
   * @return standard output and standard error, container by container; empty if there are no logs
   */
  public String logs(String namespace, String pod) {
    return logs.read(namespace, pod);
  }

  /**
   * Waits until a pod in {@link #namespace()} meets a condition.
   *
   * @param name the name of the pod, which may not exist yet
   * @param condition returns whether the pod meets the condition
   * @param deadline the maximum time to wait
   * @return the pod that meets the condition
   * @throws AssertionError if the condition is not met in time; the message contains the last
   *     status of the pod, its warnings and the end of its logs
   */
  public Pod awaitPod(String name, Predicate<Pod> condition, Duration deadline) {
    return podWait.until(name, condition, deadline);
  }

  /**
   * Waits until a pod in {@link #namespace()} is deleted.
   *
   * @param name the name of the pod
   * @param deadline the maximum time to wait
   * @throws AssertionError if the pod still exists after that time; the message contains its last
   *     status
   */
  public void awaitPodDeleted(String name, Duration deadline) {
    podWait.untilDeleted(name, deadline);
  }

  /** Kills all containers, stops the API server and deletes all files. Idempotent. */
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
    Directories.delete(directory);
    return true;
  }

  /**
   * Builds an {@link EmbeddedCluster}.
   *
   * @since 0.1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public static final class Builder {
    private final Map<String, NodeImage> images = new LinkedHashMap<>();
    private final Map<String, String> nodeLabels = new LinkedHashMap<>();
    private final Set<String> schedulers = new LinkedHashSet<>(List.of("default-scheduler"));
    private String namespace = "default";
    private String nodeName = "podsmith-node";
    private @Nullable NodeImage defaultImage;
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
     * @param name the name of the image, or a prefix of several names; the longest match is used
     * @param image the image
     * @return this builder
     */
    public Builder image(String name, NodeImage image) {
      images.put(name, image);
      return this;
    }

    /**
     * Sets the image for all names that are not registered. Without it, containers with such names
     * stay in {@code ErrImagePull} and {@code ImagePullBackOff}.
     *
     * @param image the image, for example {@link NodeImage#idle()}
     * @return this builder
     */
    public Builder defaultImage(NodeImage image) {
      this.defaultImage = image;
      return this;
    }

    /**
     * Sets the namespace of the methods of the cluster and of {@link #sparkProperties()}; it must
     * exist.
     *
     * @param name the namespace
     * @return this builder
     */
    public Builder namespace(String name) {
      this.namespace = name;
      return this;
    }

    /**
     * Sets the name of the node.
     *
     * @param name the name
     * @return this builder
     */
    public Builder nodeName(String name) {
      this.nodeName = name;
      return this;
    }

    /**
     * Adds a label to the node, for pods with a node selector.
     *
     * @param name the name of the label
     * @param value its value
     * @return this builder
     */
    public Builder nodeLabel(String name, String value) {
      nodeLabels.put(name, value);
      return this;
    }

    /**
     * Also schedules the pods of another scheduler name, which otherwise stay pending.
     *
     * @param name the value of {@code spec.schedulerName}
     * @return this builder
     */
    public Builder scheduler(String name) {
      schedulers.add(name);
      return this;
    }

    /**
     * Starts with a cordoned node; see {@link EmbeddedNode#uncordon()}.
     *
     * @return this builder
     */
    public Builder unschedulable() {
      this.unschedulable = true;
      return this;
    }

    /**
     * Sets the maximum number of pods on the node; 110 by default.
     *
     * @param count a positive number
     * @return this builder
     */
    public Builder maxPods(int count) {
      this.maxPods = count;
      return this;
    }

    /**
     * Sets how long the containers of a pod stay in {@code ContainerCreating}, as if images were
     * pulled.
     *
     * @param delay the delay, 0 by default
     * @return this builder
     */
    public Builder startupDelay(Duration delay) {
      this.startupDelay = delay;
      return this;
    }

    /**
     * Sets the first back-off after a crash or a failed image pull. It doubles up to 30 times this
     * value.
     *
     * @param first the first back-off, 10 s by default
     * @return this builder
     */
    public Builder backoff(Duration first) {
      this.backoff = first;
      return this;
    }

    /**
     * Sets the parent directory of the cluster's files. The cluster creates a new directory in it,
     * and deletes that when it is closed.
     *
     * @param directory a directory, which is created if it does not exist; the directory for
     *     temporary files by default
     * @return this builder
     */
    public Builder workDir(Path directory) {
      this.workDir = directory;
      return this;
    }

    /**
     * Configures the API server, for example with an {@link Authorizer}. The server uses HTTPS. The
     * node sends its requests without a token, as administrator.
     *
     * @param options receives the builder of the API server and returns the changed builder
     * @return this builder
     */
    public Builder apiServer(UnaryOperator<EmbeddedApiServer.Builder> options) {
      this.apiServerOptions = options;
      return this;
    }

    /**
     * Uses an existing API server instead of starting one. Its cluster must not run a scheduler.
     *
     * @param config a client configuration with administrator rights
     * @return this builder
     */
    public Builder existingApiServer(Config config) {
      this.existingApiServer = config;
      return this;
    }

    /**
     * Starts the cluster.
     *
     * @return the running cluster
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
      Path directory;
      try {
        directory =
            workDir == null
                ? Directories.create("podsmith-cluster-")
                : Directories.create(workDir, "cluster-");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot create the directory of the cluster", e);
      }
      try {
        return new EmbeddedCluster(this, directory, config, server);
      } catch (IOException e) {
        Directories.delete(directory);
        throw new UncheckedIOException("cannot create the files of the cluster", e);
      } catch (RuntimeException e) {
        Directories.delete(directory);
        throw e;
      }
    }
  }
}
