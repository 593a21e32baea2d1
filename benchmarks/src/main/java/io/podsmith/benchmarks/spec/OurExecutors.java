package io.podsmith.benchmarks.spec;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Builds executors as Podsmith's allocator does. */
final class OurExecutors implements IntFunction<Object> {
  private final ExecutorSpecBuilder builder;
  private final ExecutorContext context;
  private final ExecutorResources resources =
      ExecutorResources.builder().cores(4).heapMiB(8192).totalMemoryMiB(9011).build();

  OurExecutors(Map<String, String> settings, String driverPod) {
    SparkSettings all = SparkSettings.of(settings, Map.of());
    SparkRuntime runtime = SparkRuntime.standalone("4.1.1");
    this.builder = new ExecutorSpecBuilder(StepRegistry.load(all, runtime.files(all)));
    this.context =
        new ExecutorContext(
            all,
            runtime,
            Case.APP_ID,
            Optional.of(Serialization.unmarshal(driverPod, Pod.class)),
            "spark://CoarseGrainedScheduler@job-driver-svc.team.svc:7078",
            List.of("-XX:+UseG1GC", "-Dlog.dir=/var/log/{{EXECUTOR_ID}}"),
            List.of("-Dspark.driver.port=7078"),
            Map.of(),
            "spark-exec-0123456789abcdef-conf-map",
            List.of());
  }

  @Override
  public Pod apply(int id) {
    return builder.build(ExecutorConf.create(context, Integer.toString(id), 0, resources)).pod();
  }
}
