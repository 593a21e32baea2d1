// SPDX-License-Identifier: Apache-2.0
/** Reads pod templates and checks them, so that steps start from a pod without surprises. */
@NullMarked
package io.podsmith.core.template;

import org.jspecify.annotations.NullMarked;
