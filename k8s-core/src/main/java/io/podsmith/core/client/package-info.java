// SPDX-License-Identifier: Apache-2.0
/**
 * Talks to the API server: clients made from Spark's settings, and failures in words that help.
 *
 * <p>{@link io.podsmith.core.client.KubernetesClients} makes clients from a {@link
 * io.podsmith.core.client.MasterUrl}, the settings and what the machine offers (kubeconfig, service
 * account, proxies). {@link io.podsmith.core.client.ClusterErrors} turns what the API server or the
 * network answers into a {@link io.podsmith.api.error.ClusterException}.
 */
@NullMarked
package io.podsmith.core.client;

import org.jspecify.annotations.NullMarked;
