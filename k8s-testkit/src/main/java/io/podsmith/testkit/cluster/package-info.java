// SPDX-License-Identifier: Apache-2.0
/**
 * A Kubernetes cluster in the JVM, for tests. It requires no Kubernetes binaries and no root
 * privileges, and deletes its files when it is closed.
 *
 * <p>Start with {@link io.podsmith.testkit.cluster.EmbeddedCluster}: an API server and a node that
 * runs pods as processes of this machine, as their {@link io.podsmith.testkit.cluster.NodeImage}
 * defines. {@link io.podsmith.testkit.cluster.EmbeddedNode} simulates events of real nodes, such as
 * evictions.
 *
 * <p>{@link io.podsmith.testkit.cluster.EmbeddedApiServer} is the API server alone. It handles the
 * requests that Spark, steps and their tests send like kube-apiserver 1.34, over HTTP or HTTPS,
 * {@linkplain io.podsmith.testkit.cluster.RecordedRequest records} them and injects {@linkplain
 * io.podsmith.testkit.cluster.Faults faults}. An {@link io.podsmith.testkit.cluster.Authorizer}
 * decides which requests are allowed, and a {@link io.podsmith.testkit.cluster.PodLogSource}
 * provides the logs of containers.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
