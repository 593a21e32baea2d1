// SPDX-License-Identifier: Apache-2.0
/** Every request to the API server, and how its answers are read. */
@NullMarked
package io.podsmith.scheduler.pods.cluster;

import org.jspecify.annotations.NullMarked;
