// SPDX-License-Identifier: Apache-2.0
/**
 * Deterministic simulation of executor management: one seed decides what the cluster and Spark do,
 * and when; a virtual clock and one thread make each run repeatable.
 */
package io.podsmith.scheduler.simulation;
