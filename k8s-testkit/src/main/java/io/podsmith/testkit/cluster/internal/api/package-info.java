// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded API server from the inside. {@code LayersTest} holds the order of its packages.
 *
 * <p>A request comes in at {@code http}, which turns it into an {@code ApiCall} (the path is read
 * by {@code RequestResolver} with the {@code ResourceRegistry}) and hands it to {@code verbs}.
 * These take defaults and validation from the kind's {@code Strategy} in {@code registry}, apply
 * the rules of the whole cluster in {@code admission}, and write to {@code storage}, whose event
 * log feeds the watches. The {@code controllers} react to the same events: garbage collection,
 * namespaces, quotas, workloads. {@code server} puts the parts together.
 *
 * <p>Objects are Jackson trees, so that fields unknown to any model survive. What is stored is
 * never changed again: a change makes a copy. Names and types of all fields come from {@code
 * Schema}, a digest of the real server's OpenAPI document.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.api;

import org.jspecify.annotations.NullMarked;
