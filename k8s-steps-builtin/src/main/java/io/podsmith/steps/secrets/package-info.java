// SPDX-License-Identifier: Apache-2.0
/** Secrets of the cluster as files and as environment variables. */
@NullMarked
package io.podsmith.steps.secrets;

import org.jspecify.annotations.NullMarked;
