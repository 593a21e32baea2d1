// SPDX-License-Identifier: Apache-2.0
/** Writes the events of pods to the API server, without ever delaying the pods. */
@NullMarked
package io.podsmith.testkit.cluster.internal.node.events;

import org.jspecify.annotations.NullMarked;
