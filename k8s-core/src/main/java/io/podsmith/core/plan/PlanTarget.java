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
 */
public record PlanTarget(
    String podsmithVersion,
    String sparkVersion,
    String cluster,
    String namespace,
    String appName,
    String appId) {}
