// SPDX-License-Identifier: Apache-2.0
/** Pods that comply with the Pod Security Standard <em>restricted</em>. */
@NullMarked
package io.podsmith.steps.restricted;

import org.jspecify.annotations.NullMarked;
