// SPDX-License-Identifier: Apache-2.0
/** Label and field selectors. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.selector;

import org.jspecify.annotations.NullMarked;
