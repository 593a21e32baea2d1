/**
 * The embedded node from the inside.
 *
 * <p>{@code Scheduler} binds pods to the node. {@code Kubelet} watches the pods that are bound and
 * gives each a {@code PodWorker}, which starts and stops its containers and reports its status
 * ({@code StatusReport} words it, {@code PodReporter} sends it). What a container is to run is
 * worked out by {@code ContainerLauncher}: volumes by {@code ContainerMounts}, variables by {@code
 * ContainerEnvironment}, Spark's arguments by {@code SparkEntrypoint}; {@code PathMap} turns paths
 * in the container into paths of this machine. {@code ProcessContainer} is what then runs. {@code
 * PodEvents} records what happens to a pod. {@code ClusterDns} stands in for the cluster's name
 * resolution.
 *
 * <p>All talk with the API server is the Kubernetes API: the same code runs against a real one.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.node;

import org.jspecify.annotations.NullMarked;
