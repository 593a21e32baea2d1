// SPDX-License-Identifier: Apache-2.0
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
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Creates configurations for tests of steps from settings, with the same code as the engine.
 *
 * <pre>{@code
 * KubernetesDriverConf conf =
 *     TestConf.with(Map.of("spark.kubernetes.namespace", "jobs")).set(TEAM, "data").driver();
 * }</pre>
 *
 * <p>The settings that every application requires (a master, a name and an image) have defaults
 * that can be overridden. A builder must be used by one thread; the configurations that it creates
 * are safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestConf {
  private static final String APP_ID = "spark-testkit";
  private static final String SPARK_VERSION = "4.1.1";

  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String executorId = "1";
  private int resourceProfileId;
  private ExecutorResources executorResources =
      ExecutorResources.builder().cores(1).heapMiB(1024).totalMemoryMiB(1408).build();
  private AppLanguage language = AppLanguage.JAVA;
  private String mainClass = "com.example.Main";
  private List<String> arguments = List.of();
  private @Nullable Pod driverPod;

  private TestConf() {
    settings.put("spark.master", "k8s://https://kubernetes.example.com:6443");
    settings.put("spark.app.name", "testkit");
    settings.put("spark.app.id", APP_ID);
    settings.put("spark.kubernetes.container.image", "apache/spark:" + SPARK_VERSION);
    settings.put("spark.kubernetes.executor.podNamePrefix", "testkit");
  }

  /**
   * Starts with the required settings of an application.
   *
   * @return a builder
   */
  public static TestConf minimal() {
    return new TestConf();
  }

  /**
   * Starts with the required settings of an application, overridden by the given settings.
   *
   * @param settings Spark properties by key
   * @return a builder
   */
  public static TestConf with(Map<String, String> settings) {
    TestConf confs = new TestConf();
    confs.settings.putAll(settings);
    return confs;
  }

  /**
   * Sets a Spark property.
   *
   * @param key the key
   * @param value its value
   * @return this
   */
  public TestConf set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * Sets a Spark property.
   *
   * @param entry the setting
   * @param value its value, as a user would write it
   * @return this
   */
  public TestConf set(ConfigEntry<?> entry, String value) {
    return set(entry.key(), value);
  }

  /**
   * Sets an environment variable of the process that builds the pod.
   *
   * @param name the name of the environment variable
   * @param value its value
   * @return this
   */
  public TestConf env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Sets the id of the executor, 1 by default.
   *
   * @param id a positive number in digits
   * @return this
   */
  public TestConf executorId(String id) {
    this.executorId = id;
    return this;
  }

  /**
   * Sets the resource profile of the executor, 0 by default.
   *
   * @param id the id of the profile
   * @return this
   */
  public TestConf resourceProfileId(int id) {
    this.resourceProfileId = id;
    return this;
  }

  /**
   * Sets the resources of the executor, by default one core and 1 GiB of heap.
   *
   * @param resources the amounts of the resource profile
   * @return this
   */
  public TestConf executorResources(ExecutorResources resources) {
    this.executorResources = resources;
    return this;
  }

  /**
   * Sets the application that the driver runs, by default a Java application without arguments.
   *
   * @param type the language of the application
   * @param main the main class, for Python and R the class of Spark that runs the program
   * @param args the arguments of the application
   * @return this
   */
  public TestConf application(AppLanguage type, String main, String... args) {
    this.language = type;
    this.mainClass = main;
    this.arguments = List.of(args);
    return this;
  }

  /**
   * Sets the driver pod that the executor belongs to. Without a driver pod, the driver runs outside
   * the cluster.
   *
   * @param pod the driver pod
   * @return this
   */
  public TestConf driverPod(Pod pod) {
    this.driverPod = pod;
    return this;
  }

  /**
   * Creates the configuration of a driver. Names that a submission makes unique are derived from
   * the application id here, so that they are the same in each run of a test.
   *
   * @return the configuration
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting is invalid
   */
  public KubernetesDriverConf driver() {
    String appId = settings.getOrDefault("spark.app.id", APP_ID);
    return DriverConf.create(
        sparkSettings(),
        SparkRuntime.standalone(SPARK_VERSION).withIds(UniqueIds.seeded(appId.hashCode())),
        new Application(
            appId,
            MainAppResource.builder().language(language).build(),
            mainClass,
            arguments,
            Optional.empty()));
  }

  /**
   * Creates the configuration of an executor, by default with one core and 1 GiB of heap.
   *
   * @return the configuration
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting is invalid
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
    return ExecutorConf.create(context, executorId, resourceProfileId, executorResources);
  }

  /**
   * Creates the configuration of a pod of the given role.
   *
   * @param role the role
   * @return the result of {@link #driver()} or {@link #executor()}
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting is invalid
   */
  public KubernetesConf of(PodRole role) {
    return role == PodRole.DRIVER ? driver() : executor();
  }

  private SparkSettings sparkSettings() {
    return SparkSettings.of(settings, environment);
  }
}
