// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import java.time.Duration;

/**
 * How much is spent on events.
 *
 * @param waiting how many different events wait to be written at most; more are dropped
 * @param perSecond how many requests per second write events after the burst
 * @param burst how many requests are sent without a limit
 * @param kept how many events exist at most; the oldest ones are deleted
 * @param lifetime how long an event exists after it occurred last
 */
record EventLimits(int waiting, int perSecond, int burst, int kept, Duration lifetime) {
  /** The queue of client-go, the rate of a kubelet and the lifetime of kube-apiserver. */
  static final EventLimits DEFAULT = new EventLimits(1000, 50, 500, 5000, Duration.ofHours(1));
}
