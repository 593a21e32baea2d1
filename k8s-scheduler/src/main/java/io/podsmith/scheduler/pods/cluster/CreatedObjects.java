// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.executors.AllocatorChoice;
import io.podsmith.core.executors.ClaimUse;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which kinds of objects the application may have in the cluster, and the names of those that
 * this driver has created.
 *
 * <p>A role need not allow what is never needed: a kind of which the application has nothing is not
 * deleted at the end. And without the right to list objects, those with known names can still be
 * deleted. Safe for use by several threads.
 */
public final class CreatedObjects implements PodSubscriber {
  private final Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);

  /** The kinds of which there may be objects that other processes or controllers created. */
  private final Set<Kind> others = ConcurrentHashMap.newKeySet();

  private CreatedObjects() {
    for (Kind kind : Kind.values()) {
      names.put(kind, ConcurrentHashMap.newKeySet());
    }
    others.add(Kind.PODS);
  }

  /** Of an application of which nothing is known: it may have objects of all kinds. */
  public static CreatedObjects unknown() {
    CreatedObjects created = new CreatedObjects();
    created.others.addAll(List.of(Kind.values()));
    return created;
  }

  public static CreatedObjects of(
      SparkSettings settings, AllocatorChoice allocator, Optional<Pod> driverPod) {
    if (allocator.className().isPresent()) {
      return unknown();
    }
    CreatedObjects created = new CreatedObjects();
    if (settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK)) {
      // The submission has created the driver's service.
      created.others.add(Kind.SERVICES);
      settings
          .get(SparkKeys.DRIVER_HOST)
          .filter(host -> host.contains("."))
          .ifPresent(host -> created.add(Kind.SERVICES, host.substring(0, host.indexOf('.'))));
    }
    if (ClaimUse.onDemand(settings) || driverPod.filter(ClaimUse::of).isPresent()) {
      created.others.add(Kind.CLAIMS);
    }
    return created;
  }

  /** Returns whether there may be objects of this kind. */
  public boolean mayExist(Kind kind) {
    return others.contains(kind) || !names(kind).isEmpty();
  }

  /** Returns the names of the objects that were created, or may have been. */
  public Collection<String> names(Kind kind) {
    return names.getOrDefault(kind, Set.of());
  }

  public void add(Kind kind, String name) {
    names(kind).add(name);
  }

  /** Notes an object that is about to be created, so that one without an answer counts, too. */
  public void add(HasMetadata object) {
    if (object instanceof StatefulSet set && !set.getSpec().getVolumeClaimTemplates().isEmpty()) {
      others.add(Kind.CLAIMS);
    }
    for (Kind kind : Kind.values()) {
      if (kind.plural().equals(object.getPlural())) {
        add(kind, object.getMetadata().getName());
      }
    }
  }

  void remove(Kind kind, String name) {
    names(kind).remove(name);
  }

  @Override
  public void onUnnamedChanges(List<PodChange> changes) {
    onChanges(changes);
  }

  @Override
  public void onChanges(List<PodChange> changes) {
    for (PodChange change : changes) {
      if (change.gone()) {
        remove(Kind.PODS, change.after().name());
      } else if (change.before().isEmpty()) {
        add(Kind.PODS, change.after().name());
      }
    }
  }
}
