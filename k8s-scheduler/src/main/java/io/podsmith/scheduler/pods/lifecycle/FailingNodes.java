// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps new executors off the nodes on which others failed too often, where the user asks for that.
 * Safe for use by several threads.
 */
public final class FailingNodes {
  private static final Logger LOG = LoggerFactory.getLogger(FailingNodes.class);

  /** A cluster of which so much fails has another trouble than its nodes. */
  private static final int MOST = 50;

  private final Optional<Integer> maxFailures;
  private final Duration validity;
  private final LongSupplier clock;
  private final Map<String, FailureTracker> failures = new TreeMap<>();

  /**
   * @param maxFailures more failures than that exclude a node, empty for never
   * @param validity for how long a failure counts
   */
  public FailingNodes(Optional<Integer> maxFailures, Duration validity, LongSupplier clock) {
    this.maxFailures = maxFailures;
    this.validity = validity;
    this.clock = clock;
  }

  /** An executor failed on a node by itself, not by the will of the cluster. */
  synchronized void failed(String node) {
    if (maxFailures.isEmpty() || node.isEmpty()) {
      return;
    }
    FailureTracker tracker =
        failures.computeIfAbsent(node, n -> new FailureTracker(Optional.of(validity)));
    long now = clock.getAsLong();
    tracker.failed(now);
    if (tracker.count(now) == maxFailures.get() + 1) {
      LOG.warn(
          "Temporarily excluding node {}: {} executors failed there within {} s",
          node,
          tracker.count(now),
          validity.toSeconds());
    }
  }

  private synchronized List<String> excluded() {
    long now = clock.getAsLong();
    failures.values().removeIf(tracker -> tracker.count(now) == 0);
    return failures.entrySet().stream()
        .filter(e -> e.getValue().count(now) > maxFailures.orElse(Integer.MAX_VALUE))
        .map(Map.Entry::getKey)
        .limit(MOST)
        .toList();
  }

  /** Returns a factory whose pods stay away from these nodes. */
  public ExecutorSpecFactory avoidedBy(ExecutorSpecFactory specs) {
    return maxFailures.isEmpty()
        ? specs
        : (id, profile) -> {
          ExecutorSpec spec = specs.build(id, profile);
          List<String> nodes = excluded();
          return nodes.isEmpty() ? spec : spec.with(keptOff(spec.pod(), nodes), spec.resources());
        };
  }

  /** Every term is one way to fit, so each of them gets the requirement. */
  private static Pod keptOff(Pod pod, List<String> nodes) {
    List<NodeSelectorRequirement> others = new ArrayList<>();
    for (String node : nodes) {
      others.add(
          new NodeSelectorRequirementBuilder()
              .withKey("metadata.name")
              .withOperator("NotIn")
              .withValues(node)
              .build());
    }
    Affinity affinity = Optional.ofNullable(pod.getSpec().getAffinity()).orElseGet(Affinity::new);
    List<NodeSelectorTerm> terms = new ArrayList<>();
    for (NodeSelectorTerm term : terms(affinity)) {
      terms.add(new NodeSelectorTermBuilder(term).addAllToMatchFields(others).build());
    }
    return new PodBuilder(pod)
        .editSpec()
        .withAffinity(
            new AffinityBuilder(affinity)
                .editOrNewNodeAffinity()
                .editOrNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(terms)
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build())
        .endSpec()
        .build();
  }

  private static List<NodeSelectorTerm> terms(Affinity affinity) {
    List<NodeSelectorTerm> terms =
        Optional.ofNullable(affinity.getNodeAffinity())
            .map(node -> node.getRequiredDuringSchedulingIgnoredDuringExecution())
            .map(NodeSelector::getNodeSelectorTerms)
            .orElseGet(List::of);
    return terms.isEmpty() ? List.of(new NodeSelectorTerm()) : terms;
  }
}
