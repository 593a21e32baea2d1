// SPDX-License-Identifier: Apache-2.0
/** Executors that come and go for an hour, while memory and threads of the driver are measured. */
@NullMarked
package io.podsmith.scheduler.soak;

import org.jspecify.annotations.NullMarked;
