// SPDX-License-Identifier: Apache-2.0
/**
 * Runs Podsmith's steps in the pod builders of Spark's own Kubernetes jar. {@link
 * io.podsmith.bridge.PodsmithSteps} is the class that users name; it is compiled against Spark and
 * hands pods as JSON to the engine, which a class loader of its own keeps apart ({@link
 * io.podsmith.bridge.loading}).
 */
@NullMarked
package io.podsmith.bridge;

import org.jspecify.annotations.NullMarked;
