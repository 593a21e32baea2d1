// SPDX-License-Identifier: Apache-2.0
/** The pod template of executors, on its way from the submitting machine to the driver. */
@NullMarked
package io.podsmith.steps.template;

import org.jspecify.annotations.NullMarked;
