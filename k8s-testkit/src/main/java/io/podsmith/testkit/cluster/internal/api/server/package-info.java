// SPDX-License-Identifier: Apache-2.0
/** Starts and stops the embedded API server. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.server;

import org.jspecify.annotations.NullMarked;
