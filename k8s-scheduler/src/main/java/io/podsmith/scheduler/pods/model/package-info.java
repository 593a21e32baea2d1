// SPDX-License-Identifier: Apache-2.0
/** What is known of one executor pod. */
@NullMarked
package io.podsmith.scheduler.pods.model;

import org.jspecify.annotations.NullMarked;
