// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.storage;

import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import org.jspecify.annotations.Nullable;

/**
 * One change of the store.
 *
 * @param revision the store's revision with the change
 * @param before the object before it; null for a creation
 * @param after the object after it, for a deletion as it was with the deletion's revision
 * @param isDeletion whether the object is gone
 */
public record StoreEvent(
    long revision, @Nullable StoredObject before, StoredObject after, boolean isDeletion) {
  public ApiResource resource() {
    return after.resource();
  }
}
