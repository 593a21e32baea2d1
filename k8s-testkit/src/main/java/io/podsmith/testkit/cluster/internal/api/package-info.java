/**
 * The embedded API server from the inside.
 *
 * <p>A request comes in at {@code HttpFrontend}, which turns it into an {@code ApiCall} (the path
 * is read by {@code RequestResolver} with the {@code ResourceRegistry}) and hands it to {@code
 * Operations}: one method a verb. These ask the {@code Strategy} of the kind for defaults and
 * validation, {@code Admission} for what cluster-wide rules say, and then write to the {@code
 * ObjectStore}, whose event log feeds the watches. {@code Controllers} react to the same events:
 * garbage collection, namespaces, quota.
 *
 * <p>Objects are Jackson trees, so that fields unknown to any model survive. What is stored is
 * never changed again: a change makes a copy. Names and types of all fields come from {@code
 * Schema}, a digest of the real server's OpenAPI document.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.api;

import org.jspecify.annotations.NullMarked;
