// SPDX-License-Identifier: Apache-2.0
/** Prepares a container, with its mounts, environment and command, and runs it as a process. */
@NullMarked
package io.podsmith.testkit.cluster.internal.node.container;

import org.jspecify.annotations.NullMarked;
