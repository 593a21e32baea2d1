// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

import java.util.Optional;

/**
 * What happened to the pod of one executor.
 *
 * @param before the state that was known, empty where the pod was not known
 * @param after the present state, or the last one
 * @param gone whether the pod is no longer in the cluster
 */
public record PodChange(Optional<ExecutorPod> before, ExecutorPod after, boolean gone) {}
