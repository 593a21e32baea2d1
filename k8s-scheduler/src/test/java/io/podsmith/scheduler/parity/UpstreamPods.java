package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Has Spark's own Kubernetes jar submit a driver and build an executor.
 *
 * <p>Loaded by {@link Upstream}, where names such as {@code KubernetesDriverBuilder} mean Spark's
 * classes. What goes in and comes out are types of the JDK only, which both sides share.
 */
public final class UpstreamPods {
  private static final String K8S = "org.apache.spark.deploy.k8s.";
  private static final String SUBMIT = K8S + "submit.";

  private static final Map<String, KubernetesClient> CLIENTS = new HashMap<>();

  private UpstreamPods() {}

  /** Closes the clients. */
  public static synchronized void close() {
    CLIENTS.values().forEach(KubernetesClient::close);
    CLIENTS.clear();
  }

  /**
   * Submits a driver.
   *
   * @param url the API server
   * @return what the names of the driver's objects begin with
   */
  public static String submitDriver(
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
    return (String) call(driverConf, "resourceNamePrefix");
  }

  /**
   * Builds an executor.
   *
   * @return {@code prefix}, {@code pod} and {@code resources}, the latter two as JSON
   */
  public static Map<String, String> buildExecutor(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> profile,
      String executorId,
      String appId,
      String driverPodJson,
      String url) {
    SparkConf conf = new EnvironmentConf(settings, environment);
    Option<Pod> driverPod =
        Option.apply(
            driverPodJson == null ? null : Serialization.unmarshal(driverPodJson, Pod.class));
    ResourceProfile resources = Profiles.of(conf, profile);
    Object executorConf =
        call(
            module(K8S + "KubernetesConf"),
            "createExecutorConf",
            conf,
            executorId,
            appId,
            driverPod,
            resources.id());
    SecurityManager security =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    Object spec =
        call(
            make("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder"),
            "buildFromFeatures",
            executorConf,
            security,
            client(url, conf),
            resources);
    Object sparkPod = call(spec, "pod");
    Pod pod =
        new PodBuilder((Pod) call(sparkPod, "pod"))
            .editSpec()
            .addToContainers((Container) call(sparkPod, "container"))
            .endSpec()
            .build();
    Collection<?> others =
        CollectionConverters.asJava(
            (scala.collection.Seq<?>) call(spec, "executorKubernetesResources"));
    Map<String, String> built = new LinkedHashMap<>();
    built.put("prefix", (String) call(executorConf, "resourceNamePrefix"));
    built.put("pod", Serialization.asJson(pod));
    built.put("resources", Serialization.asJson(List.copyOf(others)));
    return built;
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
              .orElseThrow();
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
