// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded node and its scheduler.
 *
 * <p>{@code Scheduler} binds pods to the node. {@code Kubelet} watches the bound pods and gives
 * each a {@code PodWorker}. From top to bottom, a package uses those below it only:
 *
 * <ol>
 *   <li>{@code node}: the node and the scheduler.
 *   <li>{@code pod}: {@code PodWorker} starts and stops the containers of a pod. {@code
 *       StatusReport} composes its status and {@code PodReporter} sends it.
 *   <li>{@code container}: {@code ContainerLauncher} prepares a container. Volumes come from {@code
 *       ContainerMounts}, variables from {@code ContainerEnvironment}, Spark's arguments from
 *       {@code SparkEntrypoint}; {@code PathMap} translates paths in the container into paths of
 *       this machine. {@code ProcessContainer} is the process.
 *   <li>{@code events}: writes the events of pods and of the scheduler.
 *   <li>{@code host}: {@code ClusterDns} stands in for the name resolution of the cluster; threads,
 *       timers, addresses and directories.
 * </ol>
 *
 * <p>The node uses the Kubernetes API only: the same code runs against a real API server.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.node;

import org.jspecify.annotations.NullMarked;
