// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import java.util.Optional;

/**
 * Whose executors are managed, and where.
 *
 * @param settings the settings of the application
 * @param client the way to the API server; stays the caller's to close
 * @param namespace where executors run
 * @param appId the id of the application
 * @param driverPod the pod of the driver, empty where the driver runs outside the cluster
 */
public record ExecutorPodContext(
    SparkSettings settings,
    KubernetesClient client,
    String namespace,
    String appId,
    Optional<Pod> driverPod) {}
