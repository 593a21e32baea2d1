// SPDX-License-Identifier: Apache-2.0
/** Gives running executors more memory and larger volumes. */
@NullMarked
package io.podsmith.scheduler.pods.growth;

import org.jspecify.annotations.NullMarked;
