// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

/**
 * Where a plan is to be applied, and what made it.
 *
 * @param podsmithVersion the version of Podsmith that made the plan
 * @param sparkVersion the version of Spark in whose name pods are labelled
 * @param cluster the URL of the API server as {@code spark.master} names it, without {@code k8s://}
 * @param namespace {@code spark.kubernetes.namespace}
 * @param appName {@code spark.app.name}
 * @param appId the application's id, which labels its pods
 * @param seed the seed of the ids in names of objects, a number; empty if they have none
 */
public record PlanTarget(
    String podsmithVersion,
    String sparkVersion,
    String cluster,
    String namespace,
    String appName,
    String appId,
    String seed) {
  /** Makes a target of a plan whose ids have no seed. */
  public PlanTarget(
      String podsmithVersion,
      String sparkVersion,
      String cluster,
      String namespace,
      String appName,
      String appId) {
    this(podsmithVersion, sparkVersion, cluster, namespace, appName, appId, "");
  }
}
