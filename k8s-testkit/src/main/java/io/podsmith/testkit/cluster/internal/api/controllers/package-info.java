// SPDX-License-Identifier: Apache-2.0
/**
 * Reacts to changes as a controller manager does: garbage collection, namespaces, quotas,
 * workloads.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.controllers;

import org.jspecify.annotations.NullMarked;
