// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.util.SystemClock;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Has Spark's own Kubernetes jar submit a driver, create an executor and make a client.
 *
 * <p>Loaded by {@link Upstream}, where names such as {@code KubernetesDriverBuilder} mean Spark's
 * classes. What goes in and comes out are types of the JDK only, which both sides share.
 */
public final class UpstreamPods {
  private static final String K8S = "org.apache.spark.deploy.k8s.";
  private static final String SUBMIT = K8S + "submit.";
  private static final String CLUSTER = "org.apache.spark.scheduler.cluster.k8s.";

  private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";

  private static final Map<String, KubernetesClient> CLIENTS = new HashMap<>();
  private static final ScheduledExecutorService UNUSED_THREADS =
      Executors.newSingleThreadScheduledExecutor();

  private UpstreamPods() {}

  /** Closes the clients. */
  public static synchronized void close() {
    CLIENTS.values().forEach(KubernetesClient::close);
    CLIENTS.clear();
    UNUSED_THREADS.shutdownNow();
  }

  /** Submits a driver to the API server at a URL. */
  public static void submitDriver(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> application,
      String appId,
      String url) {
    SparkConf conf = new EnvironmentConf(settings, environment);
    Object driverConf =
        call(
            module(K8S + "KubernetesConf"),
            "createDriverConf",
            conf,
            appId,
            mainResource(application),
            application.get("class"),
            words(application.get("args")),
            Option.apply(application.get("proxyUser")));
    Object builder = make(SUBMIT + "KubernetesDriverBuilder");
    call(make(SUBMIT + "Client", driverConf, builder, client(url, conf), null), "run");
  }

  /** Runs the class that SparkSubmit runs, with its arguments. */
  public static void runApplication(String[] arguments, Map<String, String> settings) {
    SparkConf conf = new EnvironmentConf(settings, Map.of());
    call(make(SUBMIT + "KubernetesClientApplication"), "start", arguments, conf);
  }

  /** Kills submissions or tells their status, as SparkSubmit has it done. */
  public static void control(String operation, String submissionId, Map<String, String> settings) {
    SparkConf conf = new EnvironmentConf(settings, Map.of());
    call(make(SUBMIT + "K8SSparkSubmitOperation"), operation, submissionId, conf);
  }

  /** Creates the ConfigMap of executors and one executor, as scheduler backend and allocator do. */
  public static void createExecutor(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> profile,
      String executorId,
      String appId,
      String url) {
    SparkConf conf = new EnvironmentConf(settings, environment);
    ResourceProfile resources = Profiles.of(conf, profile);
    SecurityManager security =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    KubernetesClient client = client(url, conf);
    SystemClock clock = new SystemClock();
    boolean isSet = "statefulset".equals(conf.get(ALLOCATOR, "direct"));
    Object allocator =
        make(
            CLUSTER + (isSet ? "StatefulSetPodsAllocator" : "ExecutorPodsAllocator"),
            conf,
            security,
            make(CLUSTER + "KubernetesExecutorBuilder"),
            client,
            make(CLUSTER + "ExecutorPodsSnapshotsStoreImpl", UNUSED_THREADS, clock, conf),
            clock);
    if (!conf.getBoolean("spark.kubernetes.executor.disableConfigMap", false)) {
      setUpConfigMap(conf, client, appId, allocator);
    }
    if (isSet) {
      call(allocator, "appId_$eq", appId);
    }
    call(
        allocator,
        "setTotalExpectedExecutors",
        scala.collection.immutable.Map$.MODULE$.from(
            CollectionConverters.asScala(Map.of(resources, (Object) 1))));
    if (isSet) {
      return;
    }
    ((AtomicInteger) call(allocator, "EXECUTOR_ID_COUNTER")).set(Integer.parseInt(executorId) - 1);
    call(
        allocator,
        "requestNewExecutors",
        1,
        appId,
        resources.id(),
        scala.collection.immutable.Nil$.MODULE$);
  }

  /** The part of the scheduler backend's start that creates something, without a SparkContext. */
  private static void setUpConfigMap(
      SparkConf conf, KubernetesClient client, String appId, Object allocator) {
    try {
      Class<?> type = Class.forName(CLUSTER + "KubernetesClusterSchedulerBackend");
      Object backend =
          sun.reflect.ReflectionFactory.getReflectionFactory()
              .newConstructorForSerialization(type, Object.class.getConstructor())
              .newInstance();
      set(CoarseGrainedSchedulerBackend.class, "conf", backend, conf);
      set(type, "kubernetesClient", backend, client);
      set(type, "namespace", backend, conf.get("spark.kubernetes.namespace", "default"));
      set(type, "appId", backend, appId);
      Method setUp = type.getDeclaredMethod("setUpExecutorConfigMap", Option.class);
      setUp.setAccessible(true);
      setUp.invoke(backend, call(allocator, "driverPod"));
    } catch (ReflectiveOperationException e) {
      throw failure(e);
    }
  }

  private static void set(Class<?> type, String name, Object target, Object value)
      throws ReflectiveOperationException {
    Field field =
        Arrays.stream(type.getDeclaredFields())
            .filter(f -> f.getName().equals(name) || f.getName().endsWith("$$" + name))
            .findFirst()
            .orElseThrow(() -> new NoSuchFieldException(name));
    field.setAccessible(true);
    field.set(target, value);
  }

  /** Makes a client as the submission or the driver does, and tells how it is configured. */
  public static Map<String, String> configureClient(
      Map<String, String> settings, String authPrefix, String purpose, String master) {
    SparkConf conf = new EnvironmentConf(settings, Map.of());
    Object types = module(K8S + "SparkKubernetesClientFactory$ClientType");
    Object client =
        call(
            module(K8S + "SparkKubernetesClientFactory"),
            "createKubernetesClient",
            call(
                module(K8S + "KubernetesUtils"),
                "parseMasterUrl",
                org.apache.spark.util.Utils.checkAndGetK8sMasterUrl(master)),
            Option.apply(conf.get("spark.kubernetes.namespace", "default")),
            authPrefix,
            call(types, purpose),
            conf,
            Option.empty());
    try (KubernetesClient made = (KubernetesClient) client) {
      return Clients.describe(made.getConfiguration());
    }
  }

  private static Object mainResource(Map<String, String> application) {
    String file = application.get("file");
    return switch (application.get("language")) {
      case "PYTHON" -> make(SUBMIT + "PythonMainAppResource", file);
      case "R" -> make(SUBMIT + "RMainAppResource", file);
      default -> make(SUBMIT + "JavaMainAppResource", Option.apply(file));
    };
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ");
  }

  /** One client is enough: making one takes longer than all the rest. */
  private static synchronized KubernetesClient client(String url, SparkConf conf) {
    return CLIENTS.computeIfAbsent(
        url + " " + conf.get("spark.kubernetes.namespace", "default"), key -> newClient(url, conf));
  }

  private static KubernetesClient newClient(String url, SparkConf conf) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withNamespace(conf.get("spark.kubernetes.namespace", "default"))
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Object module(String name) {
    try {
      return Class.forName(name + "$").getField("MODULE$").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object make(String name, Object... arguments) {
    try {
      Constructor<?> constructor =
          Arrays.stream(Class.forName(name).getConstructors())
              .filter(c -> c.getParameterCount() == arguments.length)
              .findFirst()
              .orElseThrow();
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw failure(e);
    }
  }

  private static Object call(Object target, String name, Object... arguments) {
    try {
      Method method =
          Arrays.stream(target.getClass().getMethods())
              .filter(m -> m.getName().equals(name))
              .filter(m -> m.getParameterCount() == arguments.length)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no method " + name));
      return method.invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(ReflectiveOperationException e) {
    if (e instanceof InvocationTargetException && e.getCause() instanceof Exception cause) {
      return new UpstreamRefusal(cause);
    }
    return new IllegalStateException(e);
  }

  /** What Spark itself threw. */
  public static final class UpstreamRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpstreamRefusal(Exception cause) {
      super(cause.toString(), cause);
    }
  }
}
