// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import org.jspecify.annotations.Nullable;

/** One version of an object. Never changed; its tree must not be either. */
public final class StoredObject {
  private final ApiResource resource;
  private final ObjectNode tree;
  private final long revision;
  private volatile byte @Nullable [] bytes;

  public StoredObject(ApiResource resource, ObjectNode tree, long revision) {
    this.resource = resource;
    this.tree = tree;
    this.revision = revision;
  }

  public ApiResource resource() {
    return resource;
  }

  /** The object; not to be changed. */
  public ObjectNode tree() {
    return tree;
  }

  /** A copy to change. */
  public ObjectNode copy() {
    return tree.deepCopy();
  }

  /** A copy whose metadata may get other fields; everything below is shared and must stay. */
  public ObjectNode copyForMetadata() {
    ObjectNode copy = Json.object().setAll(tree);
    copy.set("metadata", Json.object().setAll((ObjectNode) tree.path("metadata")));
    return copy;
  }

  public long revision() {
    return revision;
  }

  public String name() {
    return Json.name(tree);
  }

  public String namespace() {
    return Json.namespace(tree);
  }

  public String uid() {
    return Json.text(tree, "metadata", "uid");
  }

  public boolean isBeingDeleted() {
    return tree.path("metadata").has("deletionTimestamp");
  }

  /** The object as JSON, written once for all who ask. */
  public byte[] json() {
    byte[] written = bytes;
    if (written == null) {
      written = Json.bytes(tree);
      bytes = written;
    }
    return written;
  }
}
