// SPDX-License-Identifier: Apache-2.0
/** Finds what is wrong with the spec of a pod or of a pod template. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.validation;

import org.jspecify.annotations.NullMarked;
