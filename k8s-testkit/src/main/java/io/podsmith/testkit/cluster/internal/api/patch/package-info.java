// SPDX-License-Identifier: Apache-2.0
/** Applies the four kinds of patches and keeps track of which manager owns which field. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.patch;

import org.jspecify.annotations.NullMarked;
