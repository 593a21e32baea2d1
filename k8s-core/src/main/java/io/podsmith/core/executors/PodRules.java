// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

/**
 * How the state of an executor is read from its pod.
 *
 * @param sparkContainer the container that Spark runs in
 * @param checkAllContainers whether any container that failed makes the executor fail
 */
public record PodRules(String sparkContainer, boolean checkAllContainers) {}
