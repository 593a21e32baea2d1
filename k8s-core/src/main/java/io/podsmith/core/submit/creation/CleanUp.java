// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.client.ClusterErrors.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Remembers what a submission created, and takes it back, the newest first. */
final class CleanUp {
  private final KubernetesClient client;
  private final Deque<Created> created = new ArrayDeque<>();
  private final Set<Target> metBefore = new LinkedHashSet<>();
  private final Set<Target> unclear = new LinkedHashSet<>();

  CleanUp(KubernetesClient client) {
    this.client = client;
  }

  /** This submission created the object. */
  void created(HasMetadata object, Target target) {
    metBefore.remove(target);
    if (!isOurs(target)) {
      created.push(new Created(object, target));
    }
  }

  /** The object was there before this submission. */
  void metBefore(Target target) {
    if (!isOurs(target)) {
      metBefore.add(target);
    }
  }

  /** Nobody can tell whether the object was created. */
  void unclear(Target target) {
    if (!isOurs(target) && !metBefore.contains(target)) {
      unclear.add(target);
    }
  }

  private boolean isOurs(Target target) {
    return created.stream().anyMatch(each -> each.target.equals(target));
  }

  /**
   * Deletes all that was created. Never throws.
   *
   * @return what was done in one sentence, empty where there was nothing to do, and what failed
   */
  Report run() {
    List<Target> deleted = new ArrayList<>();
    List<Target> left = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    boolean isReachable = true;
    while (!created.isEmpty()) {
      Created next = created.pop();
      if (!isReachable) {
        left.add(next.target);
        continue;
      }
      try {
        delete(next);
        deleted.add(next.target);
      } catch (RuntimeException e) {
        left.add(next.target);
        failures.add(e);
        isReachable = !(e instanceof KubernetesClientException k && k.getCode() <= 0);
      }
    }
    return new Report(sentence(deleted, left), failures);
  }

  private void delete(Created next) {
    Optional<String> namespace = next.target.namespace();
    if (namespace.isPresent()) {
      client.resource(next.object).inNamespace(namespace.get()).delete();
    } else {
      client.resource(next.object).delete();
    }
  }

  private String sentence(List<Target> deleted, List<Target> left) {
    List<String> parts = new ArrayList<>();
    if (!deleted.isEmpty()) {
      parts.add("deleted again: " + join(deleted));
    }
    if (!metBefore.isEmpty()) {
      parts.add("kept, because it existed before: " + join(List.copyOf(metBefore)));
    }
    if (!left.isEmpty()) {
      parts.add("could not be deleted: " + join(left) + "; run " + commands(left));
    }
    if (!unclear.isEmpty()) {
      List<Target> targets = List.copyOf(unclear);
      parts.add("may have been created: " + join(targets) + "; run " + commands(targets));
    }
    return String.join("; ", parts);
  }

  private static String join(List<Target> targets) {
    return String.join(", ", targets.stream().map(Target::toString).toList());
  }

  private static String commands(List<Target> targets) {
    return String.join(" && ", targets.stream().map(Target::deleteCommand).toList());
  }

  private record Created(HasMetadata object, Target target) {}

  /** What a clean-up did. */
  record Report(String sentence, List<RuntimeException> failures) {}
}
