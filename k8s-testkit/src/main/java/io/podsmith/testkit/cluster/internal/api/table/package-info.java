// SPDX-License-Identifier: Apache-2.0
/** Renders objects as the tables that {@code kubectl get} prints. Not for use outside. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.table;

import org.jspecify.annotations.NullMarked;
