/**
 * A Kubernetes cluster inside the JVM, for tests: no binary, no root, nothing left behind.
 *
 * <p>{@link io.podsmith.testkit.cluster.EmbeddedCluster} is where to start: an API server and a
 * node that runs pods as processes of this machine, from what {@link
 * io.podsmith.testkit.cluster.ContainerImage} says; with {@link
 * io.podsmith.testkit.cluster.EmbeddedNode} things happen to them that happen on real nodes.
 *
 * <p>{@link io.podsmith.testkit.cluster.EmbeddedApiServer} is the API: it answers over HTTP or
 * HTTPS what Spark, steps and their tests ask for, as kube-apiserver 1.34 does. It {@linkplain
 * io.podsmith.testkit.cluster.RecordedRequest records} what it is asked and {@linkplain
 * io.podsmith.testkit.cluster.Faults misbehaves} on request; who may do what is up to an {@link
 * io.podsmith.testkit.cluster.Authorizer}. What a container printed comes from a {@link
 * io.podsmith.testkit.cluster.PodLogSource}, which whatever plays the node provides.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
