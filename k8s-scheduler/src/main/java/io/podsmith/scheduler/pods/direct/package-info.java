// SPDX-License-Identifier: Apache-2.0
/** Creates a pod for each executor that is missing. */
@NullMarked
package io.podsmith.scheduler.pods.direct;

import org.jspecify.annotations.NullMarked;
