// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.FeatureStepFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesDriverSpec;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.KubernetesDriverBuilder;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's own pod builders, with the jar of the bridge on their classpath. */
final class StockSpark implements AutoCloseable {
  static final String BRIDGE = "io.podsmith.bridge.PodsmithSteps";
  private static final String PROVIDERS = "META-INF/services/" + FeatureStepFactory.class.getName();

  private final URLClassLoader classPath;

  /** What Spark would create for a driver. */
  record Driver(
      Pod pod, List<HasMetadata> before, List<HasMetadata> after, Map<String, String> properties) {}

  /**
   * Puts the bridge on the classpath.
   *
   * @param others other jars or directories on the classpath
   */
  StockSpark(Path... others) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(Path.of(System.getProperty("podsmith.bridge.jar")).toUri().toURL());
    for (Path other : others) {
      urls.add(other.toUri().toURL());
    }
    this.classPath = new ClassPath(urls.toArray(URL[]::new));
  }

  /** Loads the bridge from its jar, and finds the steps of its own jars only. */
  private static final class ClassPath extends URLClassLoader {
    ClassPath(URL[] urls) {
      super(urls, StockSpark.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.podsmith.bridge.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(PROVIDERS) ? findResources(name) : super.getResources(name);
    }
  }

  /** Returns settings that are complete for both roles. */
  static Map<String, String> settings(Map<String, String> others) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "k8s://https://kubernetes.example.com:6443");
    settings.put("spark.app.name", "bridge");
    settings.put("spark.app.id", "spark-bridge");
    settings.put("spark.local.dir", "/tmp/scratch");
    settings.put("spark.kubernetes.container.image", "apache/spark:4.1.1");
    settings.put("spark.kubernetes.driver.pod.name", "bridge-driver");
    settings.put("spark.kubernetes.executor.podNamePrefix", "bridge");
    settings.putAll(others);
    return settings;
  }

  /** Returns the same settings, with the bridge listed for both roles. */
  static Map<String, String> bridged(Map<String, String> others) {
    Map<String, String> settings = settings(others);
    settings.putIfAbsent("spark.kubernetes.driver.pod.featureSteps", BRIDGE);
    settings.putIfAbsent("spark.kubernetes.executor.pod.featureSteps", BRIDGE);
    return settings;
  }

  Driver driver(Map<String, String> settings) {
    return within(
        () -> {
          KubernetesDriverConf conf =
              new KubernetesDriverConf(
                  conf(settings),
                  "spark-bridge",
                  new JavaMainAppResource(Option.empty()),
                  "com.example.Main",
                  new String[] {"one", "two"},
                  Option.empty(),
                  KubernetesDriverConf.$lessinit$greater$default$7());
          KubernetesDriverSpec spec = new KubernetesDriverBuilder().buildFromFeatures(conf, null);
          return new Driver(
              whole(spec.pod()),
              CollectionConverters.asJava(spec.driverPreKubernetesResources()),
              CollectionConverters.asJava(spec.driverKubernetesResources()),
              CollectionConverters.asJava(spec.systemProperties()));
        });
  }

  Pod executor(Map<String, String> settings, String id) {
    return within(
        () -> {
          SparkConf conf = conf(settings);
          conf.set("spark.driver.host", "bridge-driver-svc.default.svc");
          conf.set("spark.driver.port", "7078");
          SecurityManager security =
              new SecurityManager(
                  conf,
                  Option.empty(),
                  org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
          return whole(
              new KubernetesExecutorBuilder()
                  .buildFromFeatures(
                      new KubernetesExecutorConf(conf, "spark-bridge", id, Option.empty(), 0),
                      security,
                      null,
                      ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
                  .pod());
        });
  }

  private static Pod whole(SparkPod pod) {
    return new PodBuilder(pod.pod()).editSpec().addToContainers(pod.container()).endSpec().build();
  }

  private static SparkConf conf(Map<String, String> settings) {
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    return conf;
  }

  private <T> T within(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classPath);
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
      ResourceProfile$.MODULE$.clearDefaultProfile();
    }
  }

  /** Returns a class of the bridge. */
  Class<?> type(String name) throws ClassNotFoundException {
    return classPath.loadClass(name);
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }
}
