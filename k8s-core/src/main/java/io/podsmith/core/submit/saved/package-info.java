// SPDX-License-Identifier: Apache-2.0
/** Turns a plan that was saved into what a launch creates, and checks where it is applied. */
@NullMarked
package io.podsmith.core.submit.saved;

import org.jspecify.annotations.NullMarked;
