// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/** Resource profiles as a case describes them; used on both sides. */
public final class Profiles {
  private Profiles() {}

  /**
   * Makes the profile of a case.
   *
   * @param wishes {@code id}, {@code cores}, {@code memory}, {@code memoryOverhead}, {@code
   *     offHeap}, {@code pysparkMemory}, {@code gpus}, {@code vendor} and {@code taskCpus}; none
   *     for the default profile
   */
  public static ResourceProfile of(SparkConf conf, Map<String, String> wishes) {
    // Spark keeps the first default that it is asked for, which other profiles build on
    ResourceProfile$.MODULE$.clearDefaultProfile();
    ResourceProfile usual = ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    if (wishes.isEmpty()) {
      return usual;
    }
    ExecutorResourceRequests requests = new ExecutorResourceRequests();
    if (wishes.containsKey("cores")) {
      requests.cores(Integer.parseInt(wishes.get("cores")));
    }
    if (wishes.containsKey("memory")) {
      requests.memory(wishes.get("memory"));
    }
    if (wishes.containsKey("memoryOverhead")) {
      requests.memoryOverhead(wishes.get("memoryOverhead"));
    }
    if (wishes.containsKey("offHeap")) {
      requests.offHeapMemory(wishes.get("offHeap"));
    }
    if (wishes.containsKey("pysparkMemory")) {
      requests.pysparkMemory(wishes.get("pysparkMemory"));
    }
    if (wishes.containsKey("gpus")) {
      requests.resource(
          "gpu", Long.parseLong(wishes.get("gpus")), "", wishes.getOrDefault("vendor", ""));
    }
    ResourceProfileBuilder builder = new ResourceProfileBuilder().require(requests);
    if (wishes.containsKey("taskCpus")) {
      builder.require(new TaskResourceRequests().cpus(Integer.parseInt(wishes.get("taskCpus"))));
    }
    ResourceProfile profile = builder.build();
    try {
      // Spark counts, each side for itself
      Field id = ResourceProfile.class.getDeclaredField("_id");
      id.setAccessible(true);
      id.setInt(profile, Integer.parseInt(wishes.get("id")));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return profile;
  }
}
