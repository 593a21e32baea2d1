package io.podsmith.scheduler.parity;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.resource.ResourceProfileBuilder;

/** Resource profiles as a case describes them; used on both sides. */
public final class Profiles {
  private Profiles() {}

  /**
   * Makes the profile of a case.
   *
   * @param wishes {@code id}, {@code cores}, {@code memory}, {@code gpus} and {@code vendor}; none
   *     for the default profile
   */
  public static ResourceProfile of(SparkConf conf, Map<String, String> wishes) {
    if (wishes.isEmpty()) {
      // Spark keeps the first default that it is asked for
      ResourceProfile$.MODULE$.clearDefaultProfile();
      return ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf);
    }
    ExecutorResourceRequests requests = new ExecutorResourceRequests();
    if (wishes.containsKey("cores")) {
      requests.cores(Integer.parseInt(wishes.get("cores")));
    }
    if (wishes.containsKey("memory")) {
      requests.memory(wishes.get("memory"));
    }
    if (wishes.containsKey("gpus")) {
      requests.resource(
          "gpu", Long.parseLong(wishes.get("gpus")), "", wishes.getOrDefault("vendor", ""));
    }
    // ids are counted: both sides count up to the one that the case asks for
    int id = Integer.parseInt(wishes.get("id"));
    ResourceProfile profile = new ResourceProfileBuilder().require(requests).build();
    while (profile.id() < id) {
      profile = new ResourceProfileBuilder().require(requests).build();
    }
    return profile;
  }
}
