// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.admission.Quotas;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.HashSet;
import java.util.Set;

/** Counts what quotas limit. Called with the store locked. */
final class QuotaController {
  private final ObjectStore store;
  private final Quotas quotas;
  private final Set<String> due = new HashSet<>();

  QuotaController(ObjectStore store, Quotas quotas) {
    this.store = store;
    this.quotas = quotas;
  }

  /** Returns whether a change makes it necessary to count, unless that is due already. */
  boolean accept(StoreEvent event) {
    boolean isStatusOfQuota =
        event.resource().is("", "resourcequotas") && !event.isDeletion() && !isSpecChange(event);
    return !isStatusOfQuota && due.add(event.after().namespace());
  }

  private static boolean isSpecChange(StoreEvent event) {
    StoredObject before = event.before();
    return before == null || !before.tree().path("spec").equals(event.after().tree().path("spec"));
  }

  void count(String namespace) {
    due.remove(namespace);
    for (StoredObject quota : quotas.quotas(namespace)) {
      ObjectNode changed = quota.copy();
      ObjectNode status = changed.putObject("status");
      status.set("hard", changed.path("spec").path("hard").deepCopy());
      ObjectNode used = status.putObject("used");
      quotas.used(quota).forEach((name, amount) -> used.put(name, Quotas.print(amount)));
      if (!changed.equals(quota.tree())) {
        store.update(quota, changed);
      }
    }
  }
}
