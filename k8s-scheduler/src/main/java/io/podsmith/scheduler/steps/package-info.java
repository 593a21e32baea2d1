// SPDX-License-Identifier: Apache-2.0
/** Runs step classes that were compiled against Spark's own Kubernetes jar. */
@NullMarked
package io.podsmith.scheduler.steps;

import org.jspecify.annotations.NullMarked;
