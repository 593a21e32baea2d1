// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.submit.PodEvents;
import io.podsmith.core.submit.PodWords.Remark;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest warnings about the pods of a namespace, listed once for all pods and only if one of
 * them needs an explanation.
 */
final class NamespaceWarnings {
  private final PodEvents events;
  private final String namespace;
  private @Nullable Map<String, Remark> warnings;

  NamespaceWarnings(PodEvents events, String namespace) {
    this.events = events;
    this.namespace = namespace;
  }

  /** Returns the latest warning about a pod. */
  Optional<Remark> of(Pod pod) {
    Map<String, Remark> known = warnings;
    if (known == null) {
      known = events.latestWarnings(namespace);
      warnings = known;
    }
    return Optional.ofNullable(known.get(pod.getMetadata().getUid()));
  }
}
