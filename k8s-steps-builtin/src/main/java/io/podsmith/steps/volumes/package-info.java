// SPDX-License-Identifier: Apache-2.0
/** The volumes that {@code spark.kubernetes.{driver,executor}.volumes.*} ask for. */
@NullMarked
package io.podsmith.steps.volumes;

import org.jspecify.annotations.NullMarked;
