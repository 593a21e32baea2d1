// SPDX-License-Identifier: Apache-2.0
/** Submits and kills drivers, and prints their status, for {@code spark-submit}. */
@NullMarked
package io.podsmith.scheduler.submit;

import org.jspecify.annotations.NullMarked;
