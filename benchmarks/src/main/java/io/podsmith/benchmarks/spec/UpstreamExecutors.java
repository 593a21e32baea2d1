package io.podsmith.benchmarks.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import scala.Option;

/** Builds executors as Spark's own allocator does. Loaded by the class loader of upstream. */
public final class UpstreamExecutors implements IntFunction<Object> {
  private static final String K8S = "org.apache.spark.deploy.k8s.";

  private final SparkConf conf = new SparkConf(false);
  private final SecurityManager security;
  private final KubernetesClient client;
  private final ResourceProfile profile;
  private final Option<Pod> driverPod;
  private final Object confs;
  private final Method createConf;
  private final Object builder;
  private final Method build;

  public UpstreamExecutors(Map<String, String> settings, String driverPod)
      throws ReflectiveOperationException {
    settings.forEach(conf::set);
    this.security =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    Config config = new ConfigBuilder(Config.empty()).withNamespace("team").build();
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.profile =
        org.apache.spark.resource.ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    this.driverPod = Option.apply(Serialization.unmarshal(driverPod, Pod.class));
    this.confs = Class.forName(K8S + "KubernetesConf$").getField("MODULE$").get(null);
    this.createConf = method(confs, "createExecutorConf");
    this.builder =
        Class.forName("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder")
            .getConstructor()
            .newInstance();
    this.build = method(builder, "buildFromFeatures");
  }

  private static Method method(Object target, String name) {
    return Arrays.stream(target.getClass().getMethods())
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Pod apply(int id) {
    // upstream loads third-party steps through it
    Thread.currentThread().setContextClassLoader(UpstreamExecutors.class.getClassLoader());
    try {
      Object executor =
          createConf.invoke(
              confs, conf, Integer.toString(id), Case.APP_ID, driverPod, profile.id());
      Object spec = build.invoke(builder, executor, security, client, profile);
      Object sparkPod = spec.getClass().getMethod("pod").invoke(spec);
      return new PodBuilder((Pod) sparkPod.getClass().getMethod("pod").invoke(sparkPod))
          .editOrNewSpec()
          .addToContainers((Container) sparkPod.getClass().getMethod("container").invoke(sparkPod))
          .endSpec()
          .build();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
