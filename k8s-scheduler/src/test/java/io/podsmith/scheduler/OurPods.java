package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.conf.Application;
import io.podsmith.core.conf.DriverConf;
import io.podsmith.core.conf.ExecutorConf;
import io.podsmith.core.conf.ExecutorContext;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.scheduler.parity.EnvironmentConf;
import io.podsmith.scheduler.parity.Profiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import scala.Option;

/**
 * Builds drivers and executors as the entry points do, without a cluster.
 *
 * @param prefix what the names of all objects begin with
 * @param pod the pod
 * @param resources what is created beside it
 */
public record OurPods(String prefix, Pod pod, List<HasMetadata> resources) {
  /** Builds a driver. */
  public static OurPods driver(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> application,
      String appId) {
    SparkSettings all = SparkSettings.of(settings, environment);
    SparkRuntime runtime = new HadoopSparkRuntime();
    MainAppResource main =
        MainAppResource.builder()
            .language(AppLanguage.valueOf(application.get("language")))
            .file(Optional.ofNullable(application.get("file")))
            .build();
    String args = application.get("args");
    DriverConf conf =
        DriverConf.create(
            all,
            runtime,
            new Application(
                appId,
                main,
                application.get("class"),
                args.isEmpty() ? List.of() : Arrays.asList(args.split(" ")),
                Optional.ofNullable(application.get("proxyUser"))));
    try (StepRegistry registry = StepRegistry.load(all, runtime.files(all))) {
      DriverSpec spec = new DriverSpecBuilder(registry).build(conf);
      List<HasMetadata> resources = new ArrayList<>(spec.preResources());
      resources.addAll(spec.resources());
      return new OurPods(conf.resourceNamePrefix(), spec.pod(), resources);
    }
  }

  /** Builds an executor. */
  public static OurPods executor(
      Map<String, String> settings,
      Map<String, String> environment,
      Map<String, String> profile,
      String executorId,
      String appId,
      Optional<Pod> driverPod) {
    SparkConf conf = new EnvironmentConf(settings, environment);
    SparkSettings all = SparkSettings.of(settings, environment);
    SparkRuntime runtime = new HadoopSparkRuntime();
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SparkEntries.AUTH_SECRET_FILE);
    ResourceProfile resources = Profiles.of(conf, profile);
    ExecutorContext context =
        ExecutorContexts.create(
            conf, security, all, runtime, appId, driverPod, ExecutorConfMap.load("0", all));
    ExecutorConf executor =
        ExecutorConf.create(
            context,
            executorId,
            resources.id(),
            new ProfileResources(conf, all, id -> resources).apply(resources.id()));
    try (StepRegistry registry = StepRegistry.load(all, runtime.files(all))) {
      ExecutorSpec spec = new ExecutorSpecBuilder(registry).build(executor);
      List<HasMetadata> created = new ArrayList<>(spec.preResources());
      created.addAll(spec.resources());
      return new OurPods(context.resourceNamePrefix(), spec.pod(), created);
    }
  }
}
