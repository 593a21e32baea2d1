// SPDX-License-Identifier: Apache-2.0
/** Which template, setting or step wrote a field of a pod. */
@NullMarked
package io.podsmith.core.builder.history;

import org.jspecify.annotations.NullMarked;
