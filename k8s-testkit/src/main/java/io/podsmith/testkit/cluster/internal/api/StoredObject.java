package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One version of an object. Never changed; its tree must not be either. */
final class StoredObject {
  private final ApiResource resource;
  private final ObjectNode tree;
  private final long revision;
  private volatile byte @Nullable [] bytes;

  StoredObject(ApiResource resource, ObjectNode tree, long revision) {
    this.resource = resource;
    this.tree = tree;
    this.revision = revision;
  }

  ApiResource resource() {
    return resource;
  }

  /** The object; not to be changed. */
  ObjectNode tree() {
    return tree;
  }

  /** A copy to change. */
  ObjectNode copy() {
    return tree.deepCopy();
  }

  /** A copy whose metadata may get other fields; everything below is shared and must stay. */
  ObjectNode copyForMetadata() {
    ObjectNode copy = Json.object().setAll(tree);
    copy.set("metadata", Json.object().setAll((ObjectNode) tree.path("metadata")));
    return copy;
  }

  long revision() {
    return revision;
  }

  String name() {
    return Json.name(tree);
  }

  String namespace() {
    return Json.namespace(tree);
  }

  String uid() {
    return Json.text(tree, "metadata", "uid");
  }

  boolean isBeingDeleted() {
    return tree.path("metadata").has("deletionTimestamp");
  }

  /** The object as JSON, written once for all who ask. */
  byte[] json() {
    byte[] written = bytes;
    if (written == null) {
      written = Json.bytes(tree);
      bytes = written;
    }
    return written;
  }
}
