// SPDX-License-Identifier: Apache-2.0
/** Lets StatefulSets and Deployments create executor pods. */
@NullMarked
package io.podsmith.scheduler.pods.sets;

import org.jspecify.annotations.NullMarked;
