// SPDX-License-Identifier: Apache-2.0
/** Comparison of the requests of two programs, with a ledger of known differences. */
@NullMarked
package io.podsmith.testkit.cluster.internal.parity;

import org.jspecify.annotations.NullMarked;
