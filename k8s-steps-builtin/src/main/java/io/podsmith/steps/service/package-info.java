// SPDX-License-Identifier: Apache-2.0
/** The headless service by which executors, and people, reach a driver. */
@NullMarked
package io.podsmith.steps.service;

import org.jspecify.annotations.NullMarked;
