// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.checks.ObjectChecks;
import io.podsmith.core.builder.checks.OwnedNames;
import io.podsmith.core.builder.checks.SparkVariables;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.Differences;
import io.podsmith.core.builder.history.Differences.State;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs steps one after the other over a pod, and gathers what they want beside it. */
final class PodFold {
  private final boolean isDriver;
  private final Optional<PodHistory> history;
  private final Map<String, String> properties = new TreeMap<>();
  private final List<HasMetadata> preResources = new ArrayList<>();
  private final List<HasMetadata> resources = new ArrayList<>();
  private final List<StepContribution> contributions = new ArrayList<>();
  private final Map<String, StepInfo> ownersOfObjects = new HashMap<>();
  private final Map<HasMetadata, Author> authorsOfObjects = new IdentityHashMap<>();
  private SparkPod pod;

  private PodFold(SparkPod start, boolean isDriver, Optional<PodHistory> history) {
    this.pod = start;
    this.isDriver = isDriver;
    this.history = history;
  }

  /** Builds a driver, with properties, and records which step added what. */
  static PodFold ofDriver(SparkPod start, PodHistory history, List<ResolvedStep> steps) {
    PodFold fold = new PodFold(start, true, Optional.of(history));
    steps.forEach(fold::run);
    return fold;
  }

  /**
   * Builds an executor.
   *
   * @param history where to record which step added what, which takes longer than building; the
   *     last pod in it is {@code start}
   */
  static PodFold ofExecutor(
      SparkPod start, Optional<PodHistory> history, List<ResolvedStep> steps) {
    PodFold fold = new PodFold(start, false, history);
    steps.forEach(fold::run);
    return fold;
  }

  private void run(ResolvedStep resolved) {
    run(resolved, true);
  }

  /**
   * Runs a step unless it wants objects beside the pod.
   *
   * @return false where it does; then all is as if it had not run
   */
  boolean runWithoutObjects(ResolvedStep resolved) {
    return run(resolved, false);
  }

  private boolean run(ResolvedStep resolved, boolean withObjects) {
    KubernetesFeatureConfigStep step = resolved.step();
    StepInfo info = resolved.info();
    SparkPod before = pod;
    SparkPod after = step.configurePod(before);
    resolved.markWritten();
    Map<String, String> added = isDriver ? step.getAdditionalPodSystemProperties() : Map.of();
    List<HasMetadata> first = step.getAdditionalPreKubernetesResources();
    List<HasMetadata> later = step.getAdditionalKubernetesResources();
    if (!withObjects && !(first.isEmpty() && later.isEmpty())) {
      return false;
    }
    pod = after;
    properties.putAll(added);
    first.forEach(object -> claim(object, info));
    later.forEach(object -> claim(object, info));
    preResources.addAll(first);
    resources.addAll(later);
    history.ifPresent(
        states -> {
          String role = isDriver ? "driver" : "executor";
          Author author = Author.step(info, role);
          State old = states.current();
          State now = states.add(author, pod);
          SparkVariables.warnOfChanges(author, old, now, states, role);
          if (author.isThirdParty()) {
            OwnedNames.requireKept(info, old, now);
          }
          first.forEach(object -> authorsOfObjects.put(object, author));
          later.forEach(object -> authorsOfObjects.put(object, author));
          contributions.add(
              new StepContribution(
                  info.id(),
                  info.origin(),
                  Differences.between(old, now)
                      .withProperties(added.keySet())
                      .withObjects(first)
                      .withObjects(later)
                      .words()));
        });
    return true;
  }

  private void claim(HasMetadata object, StepInfo step) {
    ObjectChecks.check(object, step);
    String name = object.getMetadata().getName();
    String key = object.getKind() + " " + object.getMetadata().getNamespace() + " " + name;
    StepInfo other = ownersOfObjects.putIfAbsent(key, step);
    if (other != null) {
      throw new StepException(
          PodsmithError.STEP_CONFLICT,
          step.id(),
          step.origin(),
          "the object "
              + object.getKind()
              + " "
              + name
              + " is created by step "
              + other.id()
              + " from "
              + other.origin()
              + " and by step "
              + step.id()
              + " from "
              + step.origin()
              + "; disable one of them, or rename the object",
          null);
    }
  }

  SparkPod pod() {
    return pod;
  }

  Map<String, String> properties() {
    return properties;
  }

  List<HasMetadata> preResources() {
    return List.copyOf(preResources);
  }

  List<HasMetadata> resources() {
    return List.copyOf(resources);
  }

  /** Returns all objects beside the pod. */
  List<HasMetadata> objects() {
    return Stream.concat(preResources.stream(), resources.stream()).toList();
  }

  /** Returns who returned each object, by its identity. */
  Map<HasMetadata, Author> authorsOfObjects() {
    return authorsOfObjects;
  }

  List<StepContribution> contributions() {
    return List.copyOf(contributions);
  }
}
