// SPDX-License-Identifier: Apache-2.0
/** Turns HTTP requests into calls, and replies into responses. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.http;

import org.jspecify.annotations.NullMarked;
