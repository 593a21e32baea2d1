// SPDX-License-Identifier: Apache-2.0
/** What executor management reports to the scheduler, the log and the metrics. */
@NullMarked
package io.podsmith.scheduler.pods.report;

import org.jspecify.annotations.NullMarked;
