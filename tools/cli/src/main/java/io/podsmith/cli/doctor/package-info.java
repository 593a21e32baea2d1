// SPDX-License-Identifier: Apache-2.0
/** Checks a cluster for a job before it is submitted. Creates nothing. */
@NullMarked
package io.podsmith.cli.doctor;

import org.jspecify.annotations.NullMarked;
