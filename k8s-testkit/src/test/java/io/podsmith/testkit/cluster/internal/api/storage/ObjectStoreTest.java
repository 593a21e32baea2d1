// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private final ResourceRegistry registry = new ResourceRegistry(Schema.load());
  private final ApiResource maps = registry.get("v1", "configmaps");
  private final ObjectStore store = new ObjectStore(3);

  private static ObjectNode map(String namespace, String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("namespace", namespace).put("name", name).put("uid", name);
    return object;
  }

  @Test
  void raisesTheRevisionWithEveryChange() {
    long before = store.revision();
    StoredObject created = store.create(maps, map("n", "a"));
    StoredObject updated = store.update(created, created.copy());
    StoredObject deleted = store.delete(updated, updated.copy());
    assertThat(created.revision()).isEqualTo(before + 1);
    assertThat(updated.revision()).isEqualTo(before + 2);
    assertThat(deleted.revision()).isEqualTo(before + 3);
    assertThat(deleted.tree().at("/metadata/resourceVersion").asText())
        .isEqualTo(Long.toString(before + 3));
  }

  @Test
  void listsOneNamespaceWithoutItsNeighbours() {
    store.create(maps, map("n", "a"));
    store.create(maps, map("n-1", "b"));
    store.create(maps, map("n0", "c"));
    assertThat(store.list(maps, "n").objects()).hasSize(1);
    assertThat(store.list(maps, "").objects()).hasSize(3);
  }

  @Test
  void showsThePastUntilItIsForgotten() {
    store.create(maps, map("n", "a"));
    long then = store.revision();
    StoredObject b = store.create(maps, map("n", "b"));
    store.delete(b, b.copy());
    assertThat(store.listAt(maps, "n", then + 1).objects()).hasSize(2);
    assertThat(store.listAt(maps, "n", then).objects()).hasSize(1);
    assertThat(store.since(then)).hasSize(2);
    store.create(maps, map("n", "c"));
    assertThat(store.compacted()).as("the log holds three changes").isEqualTo(then);
  }

  @Test
  void refusesNamesakes() {
    store.create(maps, map("n", "a"));
    assertThatThrownBy(() -> store.create(maps, map("n", "a"))).isInstanceOf(ApiException.class);
  }
}
