// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects, under one revision that every change raises by one, with the log of the changes.
 *
 * <p>One writer at a time, as in etcd. Whoever reads, decides and writes does all of it in {@link
 * #locked}. Listeners are called in the order of the changes with the lock held: they must be
 * quick.
 */
public final class ObjectStore {
  /**
   * The objects found and the revision at which they were.
   *
   * @param objects in the order of their keys
   * @param revision the store's revision
   */
  public record Snapshot(List<StoredObject> objects, long revision) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ApiResource, NavigableMap<String, StoredObject>> objects = new HashMap<>();
  private final Map<String, StoredObject> byUid = new HashMap<>();
  private final Deque<StoreEvent> log = new ArrayDeque<>();
  private final List<Consumer<StoreEvent>> listeners = new CopyOnWriteArrayList<>();
  private final int logLimit;
  // A fresh etcd does not start at 1 either; and so 1 is a revision that is too old.
  private long revision = 100;
  private long compacted = 100;

  public ObjectStore(int logLimit) {
    this.logLimit = logLimit;
  }

  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  public long revision() {
    return locked(() -> revision);
  }

  /** The newest revision of which the log does not know the way to the present any more. */
  public long compacted() {
    return locked(() -> compacted);
  }

  /** Forgets how the present came about. */
  public void compact() {
    locked(
        () -> {
          log.clear();
          compacted = revision;
          return compacted;
        });
  }

  public Optional<StoredObject> get(ApiResource resource, String namespace, String name) {
    return locked(() -> Optional.ofNullable(table(resource).get(key(resource, namespace, name))));
  }

  public Optional<StoredObject> byUid(String uid) {
    return locked(() -> Optional.ofNullable(byUid.get(uid)));
  }

  /** All objects of a kind, in one namespace or, where that is empty, in all. */
  public Snapshot list(ApiResource resource, String namespace) {
    return locked(() -> new Snapshot(part(table(resource), namespace), revision));
  }

  /** As {@link #list}, at a revision of the past that is not older than {@link #compacted}. */
  public Snapshot listAt(ApiResource resource, String namespace, long at) {
    return locked(
        () -> {
          NavigableMap<String, StoredObject> past = new TreeMap<>(table(resource));
          Iterator<StoreEvent> newestFirst = log.descendingIterator();
          while (newestFirst.hasNext()) {
            StoreEvent event = newestFirst.next();
            if (event.revision() <= at) {
              break;
            }
            if (event.resource() == resource) {
              String key = key(event.after());
              if (event.before() == null) {
                past.remove(key);
              } else {
                past.put(key, event.before());
              }
            }
          }
          return new Snapshot(part(past, namespace), at);
        });
  }

  private static List<StoredObject> part(
      NavigableMap<String, StoredObject> table, String namespace) {
    // '0' is the character behind '/'.
    return List.copyOf(
        (namespace.isEmpty() ? table : table.subMap(namespace + "/", true, namespace + "0", false))
            .values());
  }

  /** Adds an object. The tree is the store's from now on. */
  public StoredObject create(ApiResource resource, ObjectNode tree) {
    return locked(
        () -> {
          String key = key(resource, Json.namespace(tree), Json.name(tree));
          if (table(resource).containsKey(key)) {
            throw ApiException.alreadyExists(resource, Json.name(tree));
          }
          return put(resource, key, null, tree);
        });
  }

  /** Replaces an object. The tree is the store's from now on. */
  public StoredObject update(StoredObject before, ObjectNode tree) {
    return locked(() -> put(before.resource(), key(before), before, tree));
  }

  private StoredObject put(
      ApiResource resource, String key, @Nullable StoredObject before, ObjectNode tree) {
    revision++;
    Json.metadata(tree).put("resourceVersion", Long.toString(revision));
    StoredObject after = new StoredObject(resource, tree, revision);
    table(resource).put(key, after);
    byUid.put(after.uid(), after);
    publish(new StoreEvent(revision, before, after, false));
    return after;
  }

  /** Removes an object, and returns it with the revision of its end. */
  public StoredObject delete(StoredObject before, ObjectNode lastTree) {
    return locked(
        () -> {
          revision++;
          Json.metadata(lastTree).put("resourceVersion", Long.toString(revision));
          StoredObject last = new StoredObject(before.resource(), lastTree, revision);
          table(before.resource()).remove(key(before));
          byUid.remove(before.uid());
          publish(new StoreEvent(revision, before, last, true));
          return last;
        });
  }

  private void publish(StoreEvent event) {
    log.addLast(event);
    if (log.size() > logLimit) {
      compacted = log.removeFirst().revision();
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Calls the listener for every change from now on. */
  public void listen(Consumer<StoreEvent> listener) {
    listeners.add(listener);
  }

  public void unlisten(Consumer<StoreEvent> listener) {
    listeners.remove(listener);
  }

  public int listeners() {
    return listeners.size();
  }

  /** The changes after a revision that is not older than {@link #compacted}, oldest first. */
  public List<StoreEvent> since(long after) {
    return locked(
        () -> {
          Deque<StoreEvent> found = new ArrayDeque<>();
          Iterator<StoreEvent> newestFirst = log.descendingIterator();
          while (newestFirst.hasNext()) {
            StoreEvent event = newestFirst.next();
            if (event.revision() <= after) {
              break;
            }
            found.addFirst(event);
          }
          return List.copyOf(found);
        });
  }

  private NavigableMap<String, StoredObject> table(ApiResource resource) {
    return objects.computeIfAbsent(resource, key -> new TreeMap<>());
  }

  private static String key(StoredObject object) {
    return key(object.resource(), object.namespace(), object.name());
  }

  public static String key(ApiResource resource, String namespace, String name) {
    return resource.namespaced() ? namespace + "/" + name : name;
  }
}
