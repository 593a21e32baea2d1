// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.loop.EventLoop;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the driver's pod to become ready: before, the name of its service cannot be resolved
 * and executors would not find it. Does not wait forever, and no thread waits at all.
 */
public final class DriverReadiness {
  private static final Logger LOG = LoggerFactory.getLogger(DriverReadiness.class);
  private static final Duration EVERY = Duration.ofMillis(200);

  private final ClusterApi api;
  private final EventLoop loop;
  private final String podName;
  private final long deadline;
  private final Runnable then;

  private DriverReadiness(
      ClusterApi api, EventLoop loop, String podName, long deadline, Runnable then) {
    this.api = api;
    this.loop = loop;
    this.podName = podName;
    this.deadline = deadline;
    this.then = then;
  }

  /** Runs {@code then} on the loop, once the pod is ready or the time is over. */
  public static void await(
      ClusterApi api, EventLoop loop, String podName, Duration timeout, Runnable then) {
    long deadline = loop.now() + timeout.toMillis();
    new DriverReadiness(api, loop, podName, deadline, then).look();
  }

  private void look() {
    loop.request(this::isReady, this::looked);
  }

  private boolean isReady() {
    try {
      return api.isReady(podName);
    } catch (ApiFailure e) {
      LOG.debug("Cannot check whether the driver pod is ready: {}", e.said());
      return false;
    }
  }

  private void looked(boolean ready) {
    if (ready) {
      then.run();
    } else if (loop.now() >= deadline) {
      LOG.warn("The driver pod {} is not ready yet; requesting executors anyway", podName);
      then.run();
    } else {
      loop.schedule(EVERY, this::look);
    }
  }
}
