// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.ExampleExecutor;
import io.podsmith.core.conf.views.ExecutorAmounts;
import io.podsmith.core.conf.views.ProfileRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the executors of plans with those that Spark computes in the driver. */
class ExecutorAmountsTest {
  private final SparkConf conf = new SparkConf(false).setMaster("k8s://https://localhost");

  @AfterEach
  void forgetTheDefaultProfile() {
    ResourceProfile$.MODULE$.clearDefaultProfile();
  }

  private void set(String settings) {
    for (String setting : settings.split(" ")) {
      if (!setting.isEmpty()) {
        conf.set(setting.split("=")[0], setting.split("=")[1]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spark.executor.cores=3 spark.executor.memory=7g",
        "spark.executor.memory=5001m spark.executor.memoryOverheadFactor=0.13",
        "spark.executor.memory=9g spark.kubernetes.memoryOverheadFactor=0.4",
        "spark.executor.memoryOverhead=700m spark.executor.memoryOverheadFactor=0.9",
        "spark.executor.minMemoryOverhead=1g",
        "spark.memory.offHeap.enabled=true spark.memory.offHeap.size=1500000000",
        "spark.memory.offHeap.enabled=false spark.memory.offHeap.size=1g",
        "spark.executor.pyspark.memory=512m",
        "spark.executor.pyspark.memory=512m spark.kubernetes.resource.type=python",
        "spark.executor.resource.gpu.amount=2 spark.executor.resource.gpu.vendor=nvidia.com"
            + " spark.executor.resource.fpga.amount=0",
      })
  void areThoseOfSparkForTheDefaultProfile(String settings) {
    set(settings);
    ResourceProfile profile = ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);

    assertThat(planned(ExampleExecutor.FIRST)).isEqualTo(resources(profile).apply(profile.id()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spark.executor.memory=20g",
        "spark.executor.memoryOverhead=3g spark.executor.cores=5",
        "spark.memory.offHeap.enabled=true spark.memory.offHeap.size=1g",
        "spark.executor.pyspark.memory=512m spark.kubernetes.resource.type=python",
        "spark.executor.resource.fpga.amount=2 spark.executor.resource.fpga.vendor=acme.com"
      })
  void areThoseOfSparkForOtherProfiles(String settings) {
    set(settings);
    // takes the id 0
    ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    ExtendedResource gpu =
        ExtendedResource.builder().name("gpu").amount(2).vendor("nvidia.com").build();
    check(
        new ExecutorResourceRequests().memory("4g").resource("gpu", 2, "", "nvidia.com"),
        request(Map.of("memory", 4096L), gpu));
    check(
        new ExecutorResourceRequests().cores(3).memoryOverhead("1g").offHeapMemory("300m"),
        request(Map.of("cores", 3L, "memoryOverhead", 1024L, "offHeap", 300L)));
    check(
        new ExecutorResourceRequests().pysparkMemory("2g"),
        request(Map.of("pyspark.memory", 2048L)));
  }

  private void check(ExecutorResourceRequests requests, ProfileRequest request) {
    ResourceProfile profile = new ResourceProfileBuilder().require(requests).build();

    assertThat(planned(new ExampleExecutor(1, profile.id(), request)))
        .as("%s with %s", request, conf.toDebugString())
        .isEqualTo(resources(profile).apply(profile.id()));
  }

  @Test
  void leaveSettingsWithReferencesToTheDriver() {
    set("spark.executor.memory=${env:HEAP} spark.executor.cores=2");

    ExecutorResources planned = planned(ExampleExecutor.FIRST);

    assertThat(planned.heapMiB()).isEqualTo(1024);
    assertThat(planned.cores()).isEqualTo(2);
  }

  private static ProfileRequest request(Map<String, Long> amounts, ExtendedResource... devices) {
    return new ProfileRequest(new TreeMap<>(amounts), List.of(devices));
  }

  /** The driver may offer fewer cores to tasks, which is not part of the pod. */
  private ExecutorResources planned(ExampleExecutor executor) {
    return ExecutorAmounts.of(SparkConfs.settings(conf), executor);
  }

  private ProfileResources resources(ResourceProfile profile) {
    SparkSettings settings = SparkConfs.settings(conf);
    return new ProfileResources(conf, settings, new RecoveryMode(settings), id -> profile);
  }
}
