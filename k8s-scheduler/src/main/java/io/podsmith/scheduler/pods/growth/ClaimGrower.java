// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the claims grow in which executors run out of room for their local files. Safe for use by
 * several threads.
 */
public final class ClaimGrower {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimGrower.class);

  private final GrowthApi api;
  private final EventLoop loop;
  private final String container;
  private final GrowthRefusals refusals = new GrowthRefusals();

  /** Claims that have all the room that they may be given. */
  private final Set<String> exhausted = ConcurrentHashMap.newKeySet();

  public ClaimGrower(GrowthApi api, EventLoop loop, PodRules rules) {
    this.api = api;
    this.loop = loop;
    this.container = rules.sparkContainer();
  }

  /**
   * Takes in what an executor says. Waits for the API server.
   *
   * @param usage the share in use of the volume of each local directory, in the order of the pod's
   *     {@code SPARK_LOCAL_DIRS}
   */
  public void look(ExecutorPod pod, List<Double> usage, Growth growth) {
    boolean none = usage.stream().noneMatch(used -> growth.isDue(used, 1));
    if (none || pod.claims().isEmpty()) {
      return;
    }
    try {
      fullClaims(pod, usage, growth).forEach(claim -> grow(claim, pod, growth));
    } catch (ApiFailure e) {
      LOG.debug("Cannot determine the volumes of executor {}: {}", pod.id(), e.said());
    }
  }

  private Set<String> fullClaims(ExecutorPod pod, List<Double> usage, Growth growth) {
    List<String> claims = api.claimsOfLocalDirs(pod.name(), container);
    Set<String> full = new LinkedHashSet<>();
    IntStream.range(0, Math.min(claims.size(), usage.size()))
        .filter(i -> growth.isDue(usage.get(i), 1) && !claims.get(i).isEmpty())
        .forEach(i -> full.add(claims.get(i)));
    return full;
  }

  private void grow(String claim, ExecutorPod pod, Growth growth) {
    if (!refusals.mayAsk(claim, loop.now())) {
      return;
    }
    try {
      GrowthApi.ClaimSize size = api.claimSize(claim);
      if (size.isGrowing()) {
        LOG.debug("Claim {} is still growing to {} bytes", claim, size.requested());
      } else if (growth.isExhausted(size.requested())) {
        if (exhausted.add(claim)) {
          LOG.info("Claim {} has reached its maximum size, {} bytes", claim, size.requested());
        }
      } else {
        long next = growth.next(size.requested());
        LOG.info(
            "Increase PVC {} storage from {} to {} as usage ratio exceeded threshold (executor {})",
            claim,
            size.requested(),
            next,
            pod.id());
        api.resizeClaim(claim, next);
        refusals.accepted(claim);
      }
    } catch (ApiFailure e) {
      refusals.refused(claim, "Claim " + claim, e, loop.now());
    }
  }
}
