// SPDX-License-Identifier: Apache-2.0
/**
 * What executor management tells the listeners of an application, and its event log: how many
 * executors there are, how each of them ended, and what keeps others from coming. The history
 * server passes over events whose classes it does not have.
 */
@NullMarked
package io.podsmith.scheduler.events;

import org.jspecify.annotations.NullMarked;
