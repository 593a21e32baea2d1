// SPDX-License-Identifier: Apache-2.0
/**
 * Provides what the machine offers to all pods: settings, addresses, names, directories, threads.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.node.host;

import org.jspecify.annotations.NullMarked;
