// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequest;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfile.ExecutorResourcesOrDefaults;
import org.apache.spark.resource.TaskResourceRequest;

/** Cores and memory of executors by resource profile, as Spark reckons them. */
final class ProfileResources implements IntFunction<ExecutorResources> {
  private static final int DEFAULT_CORES = 1;
  private static final String CPUS_PER_TASK = "spark.task.cpus";

  private final SparkConf conf;
  private final SparkSettings settings;
  private final RecoveryMode recovery;
  private final IntFunction<ResourceProfile> profiles;
  // A profile never changes once it has an id.
  private final Map<Integer, Known> known = new ConcurrentHashMap<>();

  /** The resources of a profile, as it asks for them and with the cores of one task. */
  private record Known(ExecutorResources whole, ExecutorResources oneTask) {}

  ProfileResources(
      SparkConf conf,
      SparkSettings settings,
      RecoveryMode recovery,
      IntFunction<ResourceProfile> profiles) {
    this.conf = conf;
    this.settings = settings;
    this.recovery = recovery;
    this.profiles = profiles;
  }

  @Override
  public ExecutorResources apply(int profileId) {
    Known resources = known.computeIfAbsent(profileId, id -> known(profiles.apply(id)));
    return recovery.isOn() ? resources.oneTask() : resources.whole();
  }

  private Known known(ResourceProfile profile) {
    ExecutorResources whole = reckon(profile);
    int cores = Math.min(whole.cores(), coresOfATask(profile));
    return new Known(whole, ExecutorResources.builder().from(whole).taskCores(cores).build());
  }

  private int coresOfATask(ResourceProfile profile) {
    TaskResourceRequest request = profile.taskResourcesJMap().get(ResourceProfile.CPUS());
    double cpus = request == null ? conf.getDouble(CPUS_PER_TASK, DEFAULT_CORES) : request.amount();
    return (int) Math.max(1, Math.ceil(cpus));
  }

  private ExecutorResources reckon(ResourceProfile profile) {
    ExecutorResourcesOrDefaults resources =
        ResourceProfile$.MODULE$.getResourcesForClusterManager(
            profile.id(),
            profile.executorResources(),
            settings.get(SparkKeys.EXECUTOR_MIN_MEMORY_OVERHEAD),
            overheadFactor(),
            conf,
            isPython(),
            ScalaInterop.emptyMap());
    ExecutorResources.Builder builder =
        ExecutorResources.builder()
            .cores(
                ScalaInterop.optional(resources.cores())
                    .map(Integer.class::cast)
                    .orElse(DEFAULT_CORES))
            .heapMiB(resources.executorMemoryMiB())
            .totalMemoryMiB(resources.totalMemMiB());
    ScalaInterop.map(resources.customResources()).values().stream()
        .map(ProfileResources::extendedResource)
        .forEach(builder::addExtendedResources);
    return builder.build();
  }

  private double overheadFactor() {
    return settings.contains(SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR)
        ? settings.get(SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR)
        : settings.get(PodKeys.MEMORY_OVERHEAD_FACTOR);
  }

  private boolean isPython() {
    return settings
        .get(ClusterKeys.APP_RESOURCE_TYPE)
        .equals(Optional.of(Constants.APP_RESOURCE_TYPE_PYTHON));
  }

  private static ExtendedResource extendedResource(ExecutorResourceRequest request) {
    return ExtendedResource.builder()
        .name(request.resourceName())
        .amount(request.amount())
        .vendor(Optional.of(request.vendor()).filter(vendor -> !vendor.isEmpty()))
        .build();
  }
}
