// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who a Role is bound to.
 *
 * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
 * @param namespace that of a service account; else empty
 */
public record Subject(String kind, String name, Optional<String> namespace) {
  private static final String GROUP = "rbac.authorization.k8s.io";

  /** Returns a service account. */
  public static Subject serviceAccount(String namespace, String name) {
    return new Subject("ServiceAccount", name, Optional.of(namespace));
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (namespace.isEmpty()) {
      tree.put("apiGroup", GROUP);
    }
    tree.put("kind", kind);
    tree.put("name", name);
    namespace.ifPresent(text -> tree.put("namespace", text));
    return tree;
  }
}
