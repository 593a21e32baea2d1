package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.Application;
import io.podsmith.core.conf.DriverConf;
import io.podsmith.core.conf.ExecutorConf;
import io.podsmith.core.conf.ExecutorContext;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configurations that steps are given, from settings, by the same code as the engine.
 *
 * <pre>{@code
 * KubernetesDriverConf conf =
 *     TestConfs.with(Map.of("spark.kubernetes.namespace", "jobs")).set(TEAM, "data").driver();
 * }</pre>
 *
 * <p>What an application cannot do without is set already and can be overridden: a master, a name
 * and an image. Not for use by several threads; what it makes is.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestConfs {
  private static final String APP_ID = "spark-testkit";
  private static final String SPARK_VERSION = "4.1.1";

  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String executorId = "1";
  private int resourceProfileId;
  private @Nullable Pod driverPod;

  private TestConfs() {
    settings.put("spark.master", "k8s://https://kubernetes.example.com:6443");
    settings.put("spark.app.name", "testkit");
    settings.put("spark.app.id", APP_ID);
    settings.put("spark.kubernetes.container.image", "apache/spark:" + SPARK_VERSION);
    settings.put("spark.kubernetes.executor.podNamePrefix", "testkit");
  }

  /**
   * Begins with the least settings that an application has.
   *
   * @return a builder
   */
  public static TestConfs minimal() {
    return new TestConfs();
  }

  /**
   * Begins with settings on top of the least that an application has.
   *
   * @param settings Spark properties by key
   * @return a builder
   */
  public static TestConfs with(Map<String, String> settings) {
    TestConfs confs = new TestConfs();
    confs.settings.putAll(settings);
    return confs;
  }

  /**
   * Sets a property.
   *
   * @param key the key
   * @param value its value
   * @return this
   */
  public TestConfs set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * Sets a property.
   *
   * @param entry the setting
   * @param value its value as a user writes it
   * @return this
   */
  public TestConfs set(ConfigEntry<?> entry, String value) {
    return set(entry.key(), value);
  }

  /**
   * Sets a variable of the environment in which the pod is built.
   *
   * @param name the variable
   * @param value its value
   * @return this
   */
  public TestConfs env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Sets the id of the executor, 1 by default.
   *
   * @param id a positive number in digits
   * @return this
   */
  public TestConfs executorId(String id) {
    this.executorId = id;
    return this;
  }

  /**
   * Sets the resource profile of the executor, 0 by default.
   *
   * @param id the profile's id
   * @return this
   */
  public TestConfs resourceProfileId(int id) {
    this.resourceProfileId = id;
    return this;
  }

  /**
   * Sets the driver's pod that the executor belongs to; without one the driver runs outside the
   * cluster.
   *
   * @param pod the driver's pod
   * @return this
   */
  public TestConfs driverPod(Pod pod) {
    this.driverPod = pod;
    return this;
  }

  /**
   * Makes the configuration of a driver.
   *
   * @return the configuration
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting makes no sense
   */
  public KubernetesDriverConf driver() {
    return DriverConf.create(
        sparkSettings(),
        SparkRuntime.standalone(SPARK_VERSION),
        new Application(
            settings.getOrDefault("spark.app.id", APP_ID),
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "com.example.Main",
            List.of(),
            Optional.empty()));
  }

  /**
   * Makes the configuration of an executor with one core and 1 GiB of heap.
   *
   * @return the configuration
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting makes no sense
   */
  public KubernetesExecutorConf executor() {
    ExecutorContext context =
        new ExecutorContext(
            sparkSettings(),
            SparkRuntime.standalone(SPARK_VERSION),
            settings.getOrDefault("spark.app.id", APP_ID),
            Optional.ofNullable(driverPod),
            "spark://CoarseGrainedScheduler@testkit-driver-svc.default.svc:7078",
            List.of(),
            List.of(),
            Map.of(),
            "spark-exec-testkit-conf-map",
            List.of());
    return ExecutorConf.create(
        context,
        executorId,
        resourceProfileId,
        ExecutorResources.builder().cores(1).heapMiB(1024).totalMemoryMiB(1408).build());
  }

  /**
   * Makes the configuration of a pod of either role.
   *
   * @param role the role
   * @return what {@link #driver()} or {@link #executor()} makes
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting makes no sense
   */
  public KubernetesConf of(PodRole role) {
    return role == PodRole.DRIVER ? driver() : executor();
  }

  private SparkSettings sparkSettings() {
    return SparkSettings.of(settings, environment);
  }
}
