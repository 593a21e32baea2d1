// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.growth.GrowthApi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What growth asks of an API server, in memory. */
public final class FakeGrowthApi implements GrowthApi {
  public final Map<String, Map<String, Long>> usage = new HashMap<>();
  public final Map<String, ClaimSize> claims = new HashMap<>();
  public final Map<String, List<String>> localDirs = new HashMap<>();
  public final List<String> requests = new ArrayList<>();
  public final Deque<ApiFailure> measureFaults = new ArrayDeque<>();
  public final Deque<ApiFailure> resizeFaults = new ArrayDeque<>();

  @Override
  public Map<String, Map<String, Long>> memoryUsage() {
    throwNext(measureFaults);
    return usage;
  }

  @Override
  public void resizeMemory(String podName, String container, long bytes) {
    requests.add(podName + " " + container + " " + bytes);
    throwNext(resizeFaults);
  }

  @Override
  public List<String> claimsOfLocalDirs(String podName, String container) {
    return localDirs.getOrDefault(podName, List.of());
  }

  @Override
  public ClaimSize claimSize(String claim) {
    return claims.get(claim);
  }

  @Override
  public void resizeClaim(String claim, long bytes) {
    requests.add(claim + " " + bytes);
    throwNext(resizeFaults);
    claims.put(claim, new ClaimSize(bytes, claims.get(claim).capacity()));
  }

  private static void throwNext(Deque<ApiFailure> faults) {
    ApiFailure fault = faults.poll();
    if (fault != null) {
      throw fault;
    }
  }
}
