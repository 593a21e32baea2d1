// SPDX-License-Identifier: Apache-2.0
/** The one thread of executor management, its clock and its pauses. */
@NullMarked
package io.podsmith.scheduler.pods.loop;

import org.jspecify.annotations.NullMarked;
