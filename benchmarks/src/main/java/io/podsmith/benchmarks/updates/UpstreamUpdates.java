package io.podsmith.benchmarks.updates;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.scheduler.ExecutorLossReason;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsLifecycleManager;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsSnapshotsStoreImpl;
import org.apache.spark.scheduler.cluster.k8s.KubernetesClusterSchedulerBackend;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.apache.spark.util.SystemClock;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import sun.misc.Unsafe;

/**
 * Spark's own store of snapshots with its two subscribers, and running executors whose pods are
 * updated. Subscribers are called after a batch of updates, as their timers would. Loaded by the
 * class loader of upstream.
 */
public final class UpstreamUpdates implements IntConsumer {
  private final List<Runnable> subscribers = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final ExecutorPodsSnapshotsStoreImpl store;
  private int next;

  public UpstreamUpdates(Integer executors) throws ReflectiveOperationException {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.app.id", "app")
            .set("spark.kubernetes.container.image", "spark:4.1.1");
    Config config = new ConfigBuilder(Config.empty()).withNamespace("default").build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    for (int i = 1; i <= executors; i++) {
      pods.add(pod(i, "node-a"));
      pods.add(pod(i, "node-b"));
    }
    store = new ExecutorPodsSnapshotsStoreImpl(executor(), new SystemClock(), conf);
    SecurityManager security =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    ExecutorPodsAllocator allocator =
        new ExecutorPodsAllocator(
            conf, security, new KubernetesExecutorBuilder(), client, store, new SystemClock());
    ResourceProfile profile =
        org.apache.spark.resource.ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    Backend backend = Backend.of(executors);
    List<Pod> running = new ArrayList<>();
    for (int i = 0; i < executors; i++) {
      running.add(pods.get(2 * i + 1));
    }
    store.replaceSnapshot(CollectionConverters.asScala(running).toSeq());
    allocator.setTotalExpectedExecutors(
        scala.collection.immutable.Map$.MODULE$
            .<ResourceProfile, Object>empty()
            .updated(profile, executors));
    new ExecutorPodsLifecycleManager(conf, client, store, new SystemClock()).start(backend);
    allocator.start("app", backend);
    subscribers.forEach(Runnable::run);
  }

  @Override
  public void accept(int updates) {
    int executors = pods.size() / 2;
    for (int i = 0; i < updates; i++) {
      store.updatePod(pods.get(2 * (next % executors) + next / executors % 2));
      next++;
    }
    subscribers.forEach(Runnable::run);
  }

  /** Collects the subscribers instead of calling them by the clock. */
  private ScheduledExecutorService executor() {
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            UpstreamUpdates.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("scheduleWithFixedDelay")) {
                subscribers.add((Runnable) arguments[0]);
              }
              return null;
            });
  }

  private static Pod pod(int id, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("app-exec-" + id)
        .withUid("uid-" + id)
        .addToLabels("spark-app-selector", "app")
        .addToLabels("spark-role", "executor")
        .addToLabels("spark-exec-id", Integer.toString(id))
        .addToLabels("spark-exec-resourceprofile-id", "0")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewContainer()
        .withName("spark-kubernetes-executor")
        .withImage("spark:4.1.1")
        .endContainer()
        .addNewVolume()
        .withName("spark-local-dir-1")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  /** Knows its executors and does nothing else; made without its constructor, which wants Spark. */
  static final class Backend extends KubernetesClusterSchedulerBackend {
    private Seq<String> ids;

    private Backend() {
      super(null, null, null, null, null, null, null, null, null);
    }

    static Backend of(int executors) throws ReflectiveOperationException {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      Backend backend = (Backend) ((Unsafe) field.get(null)).allocateInstance(Backend.class);
      String[] ids = new String[executors];
      Arrays.setAll(ids, i -> Integer.toString(i + 1));
      backend.ids = CollectionConverters.asScala(Arrays.asList(ids)).toSeq();
      return backend;
    }

    @Override
    public Seq<String> getExecutorIds() {
      return ids;
    }

    @Override
    public scala.collection.immutable.Map<String, Object> getExecutorsWithRegistrationTs() {
      return scala.collection.immutable.Map$.MODULE$.empty();
    }

    @Override
    public void doRemoveExecutor(String id, ExecutorLossReason reason) {
      throw new IllegalStateException("executor " + id + " does not run: " + reason);
    }
  }
}
