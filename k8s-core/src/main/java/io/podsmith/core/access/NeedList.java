// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the needs of one party. For one thread. */
final class NeedList {
  private final Optional<String> namespace;
  private final List<AccessNeed> needs;

  NeedList(String namespace) {
    this(Optional.of(namespace), new ArrayList<>());
  }

  private NeedList(Optional<String> namespace, List<AccessNeed> needs) {
    this.namespace = namespace;
    this.needs = needs;
  }

  /** Returns a list that adds to this one for another namespace; empty for the whole cluster. */
  NeedList in(Optional<String> other) {
    return new NeedList(other, needs);
  }

  NeedList required(ApiResource resource, Verb verb, String why) {
    return required(resource, verb, Optional.empty(), why);
  }

  NeedList required(ApiResource resource, Verb verb, Optional<String> name, String why) {
    needs.add(new AccessNeed(namespace, resource, verb, name, why, Optional.empty()));
    return this;
  }

  NeedList optional(ApiResource resource, Verb verb, String why, String without) {
    return optional(resource, verb, Optional.empty(), why, without);
  }

  NeedList optional(
      ApiResource resource, Verb verb, Optional<String> name, String why, String without) {
    needs.add(new AccessNeed(namespace, resource, verb, name, why, Optional.of(without)));
    return this;
  }

  List<AccessNeed> needs() {
    return List.copyOf(needs);
  }
}
