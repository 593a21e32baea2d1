// SPDX-License-Identifier: Apache-2.0
/** The Volcano scheduler: all pods of an application in one PodGroup. */
@NullMarked
package io.podsmith.steps.volcano;

import org.jspecify.annotations.NullMarked;
