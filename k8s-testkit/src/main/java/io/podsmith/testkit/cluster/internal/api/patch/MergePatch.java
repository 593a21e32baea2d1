// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;

/** JSON merge patch, RFC 7386. */
public final class MergePatch {
  private MergePatch() {}

  /** Changes the target and returns it. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    for (var field : Json.fields(patch)) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode change) {
        apply(Json.child(target, name), change);
      } else {
        target.set(name, value.deepCopy());
      }
    }
    return target;
  }
}
