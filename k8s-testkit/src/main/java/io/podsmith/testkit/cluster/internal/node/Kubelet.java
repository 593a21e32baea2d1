// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.podsmith.testkit.cluster.PodLogRequest;
import io.podsmith.testkit.cluster.internal.node.container.Processes;
import io.podsmith.testkit.cluster.internal.node.events.EventRecorder;
import io.podsmith.testkit.cluster.internal.node.host.ClusterDns;
import io.podsmith.testkit.cluster.internal.node.host.NodeAddresses;
import io.podsmith.testkit.cluster.internal.node.host.NodeCapacity;
import io.podsmith.testkit.cluster.internal.node.host.NodeSettings;
import io.podsmith.testkit.cluster.internal.node.host.NodeThreads;
import io.podsmith.testkit.cluster.internal.node.host.ServiceAccountTokens;
import io.podsmith.testkit.cluster.internal.node.host.Timers;
import io.podsmith.testkit.cluster.internal.node.pod.ContainerLog;
import io.podsmith.testkit.cluster.internal.node.pod.LogStream;
import io.podsmith.testkit.cluster.internal.node.pod.NodeContext;
import io.podsmith.testkit.cluster.internal.node.pod.PodEnd;
import io.podsmith.testkit.cluster.internal.node.pod.PodObserver;
import io.podsmith.testkit.cluster.internal.node.pod.PodWorker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: runs the pods that are bound to it and reports on them, all through the API server.
 *
 * <p>Safe for use by several threads.
 */
public final class Kubelet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kubelet.class);
  private static final long CLOSE_SECONDS = 10;

  private final NodeContext node;
  private final ExecutorService threads;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final PodObserver observer = podObserver();
  private volatile boolean closed;

  private Kubelet(KubernetesClient client, NodeSettings settings, ServiceAccountTokens tokens) {
    this.threads = Executors.newCachedThreadPool(NodeThreads.factory("pod"));
    NodeAddresses addresses = NodeAddresses.take();
    ClusterDns dns =
        new ClusterDns(settings.directory().resolve("hosts"), settings.apiServer().getHost());
    this.node =
        new NodeContext(
            settings,
            client,
            tokens,
            dns,
            addresses,
            threads,
            new Timers(),
            new Processes(),
            EventRecorder.start(client, NodeThreads.factory("events")));
    this.scheduler = new Scheduler(node);
  }

  /**
   * Starts a node and its scheduler.
   *
   * @param client talks to the API server and stays open until the node is closed
   */
  public static Kubelet start(
      KubernetesClient client, NodeSettings settings, ServiceAccountTokens tokens) {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the directory of the node", e);
    }
    Kubelet kubelet = new Kubelet(client, settings, tokens);
    try {
      kubelet.register();
      client.services().inAnyNamespace().inform(kubelet.serviceEvents(), 0);
      client
          .pods()
          .inAnyNamespace()
          .withField("spec.nodeName", settings.name())
          .inform(kubelet.podEvents(), 0);
      kubelet.scheduler.start();
    } catch (RuntimeException e) {
      kubelet.close();
      throw e;
    }
    return kubelet;
  }

  /** Returns the scheduler that binds pods to this node. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Returns the address of the node. */
  public String hostIp() {
    return node.hostIp();
  }

  /** Ends a pod as a node does that runs out of something. */
  public void evict(String namespace, String pod, String message) {
    worker(namespace, pod).end(PodEnd.evicted(message));
  }

  /** Kills a container as the kernel does that is out of memory. */
  public void killOutOfMemory(String namespace, String pod, String container) {
    worker(namespace, pod).killContainer(container, Optional.of("OOMKilled"));
  }

  /** Kills a container with SIGKILL. */
  public void kill(String namespace, String pod, String container) {
    worker(namespace, pod).killContainer(container, Optional.empty());
  }

  /** Ends all pods and takes no more, as a node does that is shut down in an orderly way. */
  public void shutDown(long graceSeconds) {
    scheduler.setUnschedulable(true);
    workers.values().forEach(worker -> worker.end(PodEnd.nodeShutdown(graceSeconds)));
  }

  /** Opens the log of a container of a pod that still exists. */
  public InputStream openLog(PodLogRequest request) throws IOException {
    PodWorker worker = workers.get(request.podUid());
    Optional<ContainerLog> log =
        worker == null ? Optional.empty() : worker.log(request.container(), request.previous());
    if (log.isEmpty()) {
      throw new FileNotFoundException(
          (request.previous() ? "previous terminated container \"" : "container \"")
              + request.container()
              + "\" in pod \""
              + request.pod()
              + "\" not found");
    }
    return LogStream.open(log.get(), request.follow(), request.tailLines());
  }

  private PodWorker worker(String namespace, String pod) {
    return workers.values().stream()
        .filter(worker -> worker.pod().getMetadata().getNamespace().equals(namespace))
        .filter(worker -> worker.pod().getMetadata().getName().equals(pod))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pod %s/%s is not on this node; create it first".formatted(namespace, pod)));
  }

  private ResourceEventHandler<Pod> podEvents() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Pod pod) {
        added(pod);
      }

      @Override
      public void onUpdate(Pod before, Pod pod) {
        if (!before.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
          removed(before);
          added(pod);
          return;
        }
        PodWorker worker = workers.get(pod.getMetadata().getUid());
        if (worker != null) {
          worker.update(pod);
        }
      }

      @Override
      public void onDelete(Pod pod, boolean unknown) {
        removed(pod);
      }
    };
  }

  private void added(Pod pod) {
    if (closed) {
      return;
    }
    PodWorker worker = new PodWorker(pod, node, observer);
    if (workers.putIfAbsent(worker.uid(), worker) == null) {
      worker.start();
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        worker.update(pod);
      }
    }
  }

  private void removed(Pod pod) {
    PodWorker worker = workers.get(pod.getMetadata().getUid());
    if (worker != null) {
      worker.objectGone();
    }
  }

  private PodObserver podObserver() {
    return new PodObserver() {
      @Override
      public void podEnded(String uid) {
        scheduler.released(uid);
      }

      @Override
      public void podGone(String uid) {
        workers.remove(uid);
        scheduler.released(uid);
      }
    };
  }

  private ResourceEventHandler<Service> serviceEvents() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Service service) {
        node.dns().put(service);
      }

      @Override
      public void onUpdate(Service before, Service service) {
        node.dns().put(service);
      }

      @Override
      public void onDelete(Service service, boolean unknown) {
        node.dns().remove(service);
      }
    };
  }

  private void register() {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Quantity> capacity =
        Map.of(
            "cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())),
            "memory", new Quantity(NodeCapacity.memoryBytes() / 1024 + "Ki"),
            "pods", new Quantity(Integer.toString(node.settings().maxPods())));
    Node object =
        new NodeBuilder()
            .withNewMetadata()
            .withName(node.settings().name())
            .withLabels(node.settings().labels())
            .endMetadata()
            .withNewStatus()
            .withCapacity(capacity)
            .withAllocatable(capacity)
            .addNewAddress(node.hostIp(), "InternalIP")
            .addNewAddress(node.settings().name(), "Hostname")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withReason("KubeletReady")
            .withMessage("kubelet is posting ready status")
            .withLastHeartbeatTime(now)
            .withLastTransitionTime(now)
            .endCondition()
            .endStatus()
            .build();
    node.client().nodes().resource(object).create();
  }

  private void awaitThreads() {
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Threads of the node are still busy after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills all containers and takes the node out of the cluster. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    scheduler.close();
    workers.values().forEach(PodWorker::close);
    node.processes().close();
    node.timers().close();
    threads.shutdown();
    awaitThreads();
    node.events().close();
    try {
      node.client().nodes().withName(node.settings().name()).delete();
    } catch (KubernetesClientException e) {
      LOG.debug("Cannot delete the node object, because the API server does not respond", e);
    }
    try {
      node.addresses().close();
    } catch (IOException e) {
      LOG.warn("Cannot release the loopback network of the node", e);
    }
  }
}
