// SPDX-License-Identifier: Apache-2.0
/** Tests of the bridge with Spark's own pod builders and distributions. */
@NullMarked
package io.podsmith.bridge;

import org.jspecify.annotations.NullMarked;
