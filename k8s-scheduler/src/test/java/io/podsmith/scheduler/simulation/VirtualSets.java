// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.SetKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The controllers of stateful sets and deployments, which create pods from a template: executors
 * without an id, which their process requests from the driver.
 */
final class VirtualSets {
  private static final long LOOKS_EVERY = 200;

  private static final class PodSet {
    final SetKind kind;
    final String name;
    final int profile;
    int replicas;
    int made;

    PodSet(SetKind kind, HasMetadata object, int replicas) {
      this.kind = kind;
      this.name = object.getMetadata().getName();
      this.profile =
          Integer.parseInt(
              object.getMetadata().getLabels().get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL));
      this.replicas = replicas;
    }

    boolean owns(PodModel pod) {
      return pod.name.startsWith(name + "-");
    }
  }

  private final World world;
  private final Map<String, PodSet> sets = new LinkedHashMap<>();
  private boolean runs;

  VirtualSets(World world) {
    this.world = world;
  }

  /** Creates an object of any kind; returns its uid. */
  String create(HasMetadata object) {
    String uid = world.objects().create(object);
    if (object instanceof StatefulSet set) {
      put(new PodSet(SetKind.STATEFUL_SET, object, set.getSpec().getReplicas()));
    } else if (object instanceof Deployment deployment) {
      put(new PodSet(SetKind.DEPLOYMENT, object, deployment.getSpec().getReplicas()));
    }
    return uid;
  }

  private void put(PodSet set) {
    sets.put(set.name, set);
    if (!runs) {
      runs = true;
      world.time().every(LOOKS_EVERY, () -> sets.values().forEach(this::reconcile));
    }
  }

  void scale(String name, int replicas) {
    find(name).replicas = replicas;
  }

  private PodSet find(String name) {
    return Optional.ofNullable(sets.get(name))
        .orElseThrow(() -> Answers.failure(404, "NotFound", "\"" + name + "\" not found"));
  }

  /** Returns what keeps the controller from creating pods. */
  Optional<String> whyNoPods(String name) {
    PodSet set = find(name);
    return pods(set).size() < set.replicas && isQuotaExhausted()
        ? Optional.of("pods \"" + name + "-0\" is forbidden: exceeded quota: pods")
        : Optional.empty();
  }

  /** Deletes an object of any kind; the pods of a set follow it. */
  void delete(HasMetadata object) {
    world.objects().delete(object);
    PodSet set = sets.remove(object.getMetadata().getName());
    if (set != null) {
      world.time().in(LOOKS_EVERY, () -> pods(set).forEach(world.nodes()::delete));
    }
  }

  /** Somebody else than the driver deletes all sets. */
  void deleteAll() {
    world.objects().deleteAll("StatefulSet");
    world.objects().deleteAll("Deployment");
    List<PodSet> all = List.copyOf(sets.values());
    sets.clear();
    all.forEach(set -> pods(set).forEach(world.nodes()::delete));
  }

  private boolean isQuotaExhausted() {
    return world.server().pods.size() >= world.quota();
  }

  private List<PodModel> pods(PodSet set) {
    return world.server().pods.values().stream().filter(set::owns).toList();
  }

  private void reconcile(PodSet set) {
    if (set.kind == SetKind.STATEFUL_SET) {
      reconcileByOrdinal(set);
    } else {
      reconcileByNumber(set);
    }
  }

  /** A pod has a successor with its name once it is gone. */
  private void reconcileByOrdinal(PodSet set) {
    for (PodModel pod : pods(set)) {
      int ordinal = Integer.parseInt(pod.name.substring(set.name.length() + 1));
      if (pod.hasEnded() || ordinal >= set.replicas) {
        world.nodes().delete(pod);
      }
    }
    for (int ordinal = 0; ordinal < set.replicas; ordinal++) {
      add(set, set.name + "-" + ordinal);
    }
  }

  /** The cheapest pods go first, of these the youngest. */
  private void reconcileByNumber(PodSet set) {
    List<PodModel> live = pods(set).stream().filter(PodModel::isLive).toList();
    for (int missing = set.replicas - live.size(); missing > 0; missing--) {
      add(set, "%s-r%d".formatted(set.name, ++set.made));
    }
    live.stream()
        .sorted(
            Comparator.comparing(PodModel::isRunning)
                .thenComparing(pod -> pod.deletionCost)
                .thenComparing(pod -> -pod.version))
        .limit(Math.max(0, live.size() - set.replicas))
        .forEach(world.nodes()::delete);
  }

  private void add(PodSet set, String name) {
    if (!world.server().pods.containsKey(name) && !isQuotaExhausted()) {
      world.add(PodModel.ofSet(name, "uid-" + (world.server().version() + 1), set.profile));
    }
  }
}
