// SPDX-License-Identifier: Apache-2.0
/** Words for what the status of a pod says, shared by drivers and executors. */
@NullMarked
package io.podsmith.core.pods;

import org.jspecify.annotations.NullMarked;
