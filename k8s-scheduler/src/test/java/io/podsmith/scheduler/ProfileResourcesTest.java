// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExitCause;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProfileResourcesTest {
  private final SparkConf conf = new SparkConf(false).setMaster("k8s://https://localhost");

  @AfterEach
  void forgetTheDefaultProfile() {
    ResourceProfile$.MODULE$.clearDefaultProfile();
  }

  @Test
  void defaultsToOneCoreAndTheSmallestOverhead() {
    ExecutorResources resources = defaultProfile();
    assertThat(resources.cores()).isEqualTo(1);
    assertThat(resources.heapMiB()).isEqualTo(1024);
    assertThat(resources.totalMemoryMiB()).isEqualTo(1024 + 384);
    assertThat(resources.extendedResources()).isEmpty();
  }

  @Test
  void takesTheFactorOfSparkBeforeThatOfKubernetes() {
    conf.set("spark.executor.memory", "10g").set("spark.kubernetes.memoryOverheadFactor", "0.5");
    assertThat(defaultProfile().totalMemoryMiB()).isEqualTo(10240 + 5120);
    ResourceProfile$.MODULE$.clearDefaultProfile();
    conf.set("spark.executor.memoryOverheadFactor", "0.2");
    assertThat(defaultProfile().totalMemoryMiB()).isEqualTo(10240 + 2048);
  }

  @Test
  void countsPythonsMemoryForPythonOnly() {
    conf.set("spark.executor.pyspark.memory", "512m");
    assertThat(defaultProfile().totalMemoryMiB()).isEqualTo(1024 + 384);
    ResourceProfile$.MODULE$.clearDefaultProfile();
    conf.set("spark.kubernetes.resource.type", "python");
    assertThat(defaultProfile().totalMemoryMiB()).isEqualTo(1024 + 384 + 512);
  }

  @Test
  void passesOnWhatAProfileAsksFor() {
    ResourceProfile profile =
        new ResourceProfileBuilder()
            .require(
                new ExecutorResourceRequests()
                    .cores(3)
                    .memory("2g")
                    .memoryOverhead("1g")
                    .resource("gpu", 2, "", "nvidia.com"))
            .build();
    ExecutorResources resources = resources(profile).apply(profile.id());
    assertThat(resources.cores()).isEqualTo(3);
    assertThat(resources.heapMiB()).isEqualTo(2048);
    assertThat(resources.totalMemoryMiB()).isEqualTo(2048 + 1024);
    assertThat(resources.extendedResources())
        .containsExactly(
            ExtendedResource.builder().name("gpu").amount(2).vendor("nvidia.com").build());
  }

  @Test
  void offersAllCoresWhereNothingRanOutOfMemory() {
    conf.set("spark.executor.cores", "4");
    assertThat(defaultProfile().taskCores()).isEqualTo(4);
  }

  @Test
  void offersTheCoresOfOneTaskWhereRecoveryIsAskedForFromTheStart() {
    conf.set("spark.executor.cores", "4")
        .set("spark.task.cpus", "2")
        .set("spark.kubernetes.allocation.recoveryMode.enabled", "true");
    assertThat(defaultProfile().taskCores()).isEqualTo(2);
    assertThat(defaultProfile().cores()).as("the cpu request stays").isEqualTo(4);
  }

  @Test
  void offersTheCoresOfOneTaskOfTheProfile() {
    conf.set("spark.kubernetes.allocation.recoveryMode.enabled", "true");
    ResourceProfile profile =
        new ResourceProfileBuilder()
            .require(new ExecutorResourceRequests().cores(6))
            .require(new TaskResourceRequests().cpus(3))
            .build();
    assertThat(resources(profile).apply(profile.id()).taskCores())
        .as("with the one core of spark.task.cpus none of its tasks could run")
        .isEqualTo(3);
  }

  @Test
  void offersTheCoresOfOneTaskOnceAnExecutorRanOutOfMemory() {
    conf.set("spark.executor.cores", "4");
    SparkSettings settings = SparkConfs.settings(conf);
    RecoveryMode recovery = new RecoveryMode(settings);
    ResourceProfile profile = ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    ProfileResources resources = new ProfileResources(conf, settings, recovery, id -> profile);
    assertThat(resources.apply(0).taskCores()).isEqualTo(4);
    recovery.ended(1, new ExecutorExit(137, ExitCause.OUT_OF_MEMORY, "killed"));
    assertThat(resources.apply(0).taskCores()).isEqualTo(1);
  }

  private ExecutorResources defaultProfile() {
    return resources(ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
        .apply(ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID());
  }

  private ProfileResources resources(ResourceProfile profile) {
    SparkSettings settings = SparkConfs.settings(conf);
    return new ProfileResources(conf, settings, new RecoveryMode(settings), id -> profile);
  }
}
