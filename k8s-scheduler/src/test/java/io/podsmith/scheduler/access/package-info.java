// SPDX-License-Identifier: Apache-2.0
/** Runs jobs with the rights that are printed for them, and with one right less. */
package io.podsmith.scheduler.access;
