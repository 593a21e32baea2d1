// SPDX-License-Identifier: Apache-2.0
/** Runs a pod: starts and stops its containers, and reports status, events and logs. */
@NullMarked
package io.podsmith.testkit.cluster.internal.node.pod;

import org.jspecify.annotations.NullMarked;
