// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One watch: turns changes of the store into the events that its client is to see. */
public final class WatchSession {
  /** Where events go; called in order, must not block. */
  public interface Sink {
    void event(byte[] json);

    void end();
  }

  private final ObjectStore store;
  private final ApiResource resource;
  private final String namespace;
  private final Predicate<StoredObject> filter;
  private final Start start;
  private final boolean bookmarks;
  private final Consumer<StoreEvent> listener = this::accept;
  private volatile @Nullable Sink sink;

  /**
   * Where a watch starts.
   *
   * @param revision the last revision that the client knows
   * @param withState whether what there is comes first
   * @param marksEndOfState whether a bookmark says that all of it has been sent
   */
  record Start(long revision, boolean withState, boolean marksEndOfState) {}

  WatchSession(
      ObjectStore store,
      ApiResource resource,
      String namespace,
      Predicate<StoredObject> filter,
      Start start,
      boolean bookmarks) {
    this.store = store;
    this.resource = resource;
    this.namespace = namespace;
    this.filter = filter;
    this.start = start;
    this.bookmarks = bookmarks;
  }

  /** Sends what happened since, then what happens, until {@link #stop}. */
  public void start(Sink target) {
    store.locked(
        () -> {
          if (!start.withState() && start.revision() < store.compacted()) {
            ApiException expired =
                ApiException.expired(
                    "too old resource version: "
                        + start.revision()
                        + " ("
                        + store.compacted()
                        + ")");
            target.event(event("ERROR", Json.bytes(expired.status())));
            target.end();
            return false;
          }
          sink = target;
          if (start.withState()) {
            for (StoredObject object : store.list(resource, namespace).objects()) {
              if (filter.test(object)) {
                target.event(event("ADDED", object.json()));
              }
            }
            if (start.marksEndOfState()) {
              target.event(bookmark(true));
            }
          } else {
            store.since(start.revision()).forEach(listener);
          }
          store.listen(listener);
          return true;
        });
  }

  public void stop() {
    sink = null;
    store.unlisten(listener);
  }

  /** Tells the client how far it is, if it wants to know. */
  public void bookmark() {
    if (bookmarks) {
      store.locked(
          () -> {
            Sink target = sink;
            if (target != null) {
              target.event(bookmark(false));
            }
            return true;
          });
    }
  }

  private byte[] bookmark(boolean isEndOfState) {
    ObjectNode object = Json.object();
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(store.revision()));
    if (isEndOfState) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return event("BOOKMARK", Json.bytes(object));
  }

  private void accept(StoreEvent event) {
    Sink target = sink;
    if (target == null
        || event.resource() != resource
        || !(namespace.isEmpty() || namespace.equals(event.after().namespace()))) {
      return;
    }
    StoredObject before = event.before();
    boolean saw = before != null && filter.test(before);
    boolean sees = !event.isDeletion() && filter.test(event.after());
    if (sees) {
      target.event(event(saw ? "MODIFIED" : "ADDED", event.after().json()));
    } else if (saw && before != null) {
      target.event(
          event("DELETED", event.isDeletion() ? event.after().json() : left(before, event)));
    }
  }

  /** An object that a selector does not select any more is shown as it last was. */
  private static byte[] left(StoredObject before, StoreEvent event) {
    ObjectNode last = before.copy();
    Json.metadata(last).put("resourceVersion", Long.toString(event.revision()));
    return Json.bytes(last);
  }

  private static byte[] event(String type, byte[] object) {
    byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[head.length + object.length + 2];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(object, 0, whole, head.length, object.length);
    whole[whole.length - 2] = '}';
    whole[whole.length - 1] = '\n';
    return whole;
  }
}
