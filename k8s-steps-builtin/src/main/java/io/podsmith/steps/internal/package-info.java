// SPDX-License-Identifier: Apache-2.0
/**
 * What several of the built-in steps need: quantities, ports, environment variables and files, each
 * with the one clear error that a bad setting deserves. Not for use outside this jar.
 */
@NullMarked
package io.podsmith.steps.internal;

import org.jspecify.annotations.NullMarked;
