// SPDX-License-Identifier: Apache-2.0
/** Applications that tests run on a cluster. */
package io.podsmith.scheduler.jobs;
