// SPDX-License-Identifier: Apache-2.0
/** Whom executors listen to: their own application, where the user asks for it. */
@NullMarked
package io.podsmith.steps.networkpolicy;

import org.jspecify.annotations.NullMarked;
