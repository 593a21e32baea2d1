// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.admission.Admission;
import io.podsmith.testkit.cluster.internal.api.patch.FieldManagers;
import io.podsmith.testkit.cluster.internal.api.registry.MetadataRules;
import io.podsmith.testkit.cluster.internal.api.registry.Strategies;
import io.podsmith.testkit.cluster.internal.api.registry.Strategy;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.Decoder;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameGenerator;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;
import io.podsmith.testkit.cluster.internal.api.selector.FieldSelector;
import io.podsmith.testkit.cluster.internal.api.selector.LabelSelector;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Carries requests out: one method a verb. */
public final class Operations {
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final Strategies strategies;
  private final Admission admission;
  private final Subresources subresources;
  private final FieldManagers managers;
  private final Patches patches;
  private volatile Consumer<String> furnisher = name -> {};
  private final NameGenerator names;

  public Operations(
      ResourceRegistry registry,
      ObjectStore store,
      Admission admission,
      NameGenerator names,
      Subresources special) {
    this.registry = registry;
    this.store = store;
    this.strategies = new Strategies();
    this.admission = admission;
    this.names = names;
    this.subresources = special;
    this.managers = new FieldManagers(registry.schema());
    this.patches = new Patches(registry.schema(), managers);
  }

  /** Says who gives new namespaces what every namespace has. */
  public void onNamespace(Consumer<String> furnish) {
    furnisher = furnish;
  }

  public Reply handle(ApiCall call) {
    OptionRules.check(call);
    Optional<Reply> special = subresources.handle(call, this);
    if (special.isPresent()) {
      return special.get();
    }
    return switch (call.verb()) {
      case "get" -> Reply.Document.of(200, find(call), List.of());
      case "list" -> new Lists(store).list(call, filter(call));
      case "watch" -> watch(call);
      case "create" -> create(call);
      case "update" -> update(call);
      case "patch" -> patch(call);
      case "delete" -> delete(call);
      case "deletecollection" -> deleteCollection(call);
      default -> throw ApiException.methodNotAllowed();
    };
  }

  StoredObject find(ApiCall call) {
    return find(call.resource(), call.namespace(), call.name());
  }

  StoredObject find(ApiResource resource, String namespace, String name) {
    return store
        .get(resource, namespace, name)
        .orElseThrow(() -> ApiException.notFound(resource, name));
  }

  private static Predicate<StoredObject> filter(ApiCall call) {
    LabelSelector labels = LabelSelector.parse(call.parameter("labelSelector"));
    FieldSelector fields = FieldSelector.parse(call.parameter("fieldSelector"), call.resource());
    String name = call.name();
    return object ->
        (name.isEmpty() || name.equals(object.name()))
            && labels.matches(object.tree())
            && fields.matches(object.tree());
  }

  private Reply watch(ApiCall call) {
    long revision = Lists.watchRevision(call.parameter("resourceVersion"));
    boolean initialEvents = call.flag("sendInitialEvents");
    Lists.checkWatch(call, initialEvents);
    boolean bookmarks = call.flag("allowWatchBookmarks");
    boolean withState = revision == 0 || initialEvents;
    WatchSession session =
        new WatchSession(
            store,
            call.resource(),
            call.namespace(),
            filter(call),
            new WatchSession.Start(revision, withState, initialEvents && bookmarks),
            bookmarks);
    return new Reply.Watch(
        session, call.number("timeoutSeconds").orElse(0L), UnaryOperator.identity());
  }

  // ---------------------------------------------------------------- create

  private Reply create(ApiCall call) {
    ApiResource resource = call.resource();
    Decoder.Decoded body =
        Decoder.decode(
            call, resource.apiVersion(), resource.kind(), registry.schema(), resource.type());
    StoredObject created = create(call, body.tree());
    return Reply.Document.of(201, created, body.warnings());
  }

  /** Creates an object on behalf of a call, whose own body does not matter. */
  public StoredObject create(ApiCall call, ObjectNode object) {
    ApiResource resource = call.resource();
    Strategy strategy = strategies.of(resource);
    ObjectNode metadata = Json.metadata(object);
    setNamespace(call, metadata);
    if (!Json.text(metadata, "resourceVersion").isEmpty()) {
      throw ApiException.of(500, "", "resourceVersion should not be set on objects to be created");
    }
    generateName(metadata);
    return store.locked(
        () -> {
          strategy.setDefaults(object);
          admission.mutate(call, object);
          metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
          metadata.put("uid", UUID.randomUUID().toString());
          metadata.put("creationTimestamp", Timestamps.now());
          strategy.prepareForCreate(resource, object);
          List<FieldError> wrong =
              new ArrayList<>(MetadataRules.validateNew(resource, strategy, object));
          wrong.addAll(strategy.validate(resource, object));
          if (!wrong.isEmpty()) {
            throw ApiException.invalid(resource.group(), resource.kind(), Json.name(object), wrong);
          }
          store
              .get(resource, Json.namespace(object), Json.name(object))
              .ifPresent(
                  there -> {
                    throw there.isBeingDeleted()
                        ? ApiException.stillThere(resource, there.name())
                        : ApiException.alreadyExists(resource, there.name());
                  });
          admission.validateCreate(call, object);
          if (!isApply(call)) {
            metadata.remove("managedFields");
            managers.book(resource, call.fieldManager(), "", Optional.empty(), object);
          }
          if (call.isDryRun()) {
            return new StoredObject(resource, object, 0);
          }
          StoredObject created = store.create(resource, object);
          if (resource.isNamespace()) {
            furnisher.accept(created.name());
          }
          return created;
        });
  }

  private static void setNamespace(ApiCall call, ObjectNode metadata) {
    String given = Json.text(metadata, "namespace");
    if (!call.resource().namespaced()) {
      if (!given.isEmpty()) {
        metadata.remove("namespace");
      }
    } else if (given.isEmpty()) {
      metadata.put("namespace", call.namespace());
    } else if (!given.equals(call.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private void generateName(ObjectNode metadata) {
    String prefix = Json.text(metadata, "generateName");
    if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", names.complete(prefix));
    }
  }

  // ---------------------------------------------------------------- update and patch

  private Reply update(ApiCall call) {
    ApiResource resource = call.resource();
    Decoder.Decoded body =
        Decoder.decode(
            call, resource.apiVersion(), resource.kind(), registry.schema(), resource.type());
    ObjectNode metadata = Json.metadata(body.tree());
    setNamespace(call, metadata);
    String name = Json.text(metadata, "name");
    if (name.isEmpty()) {
      throw ApiException.badRequest("name must be provided");
    }
    if (!name.equals(call.name())) {
      throw ApiException.nameMismatch(name, call.name());
    }
    StoredObject updated =
        store.locked(() -> replace(call, find(call), body.tree(), call.subresource()));
    return Reply.Document.of(200, updated, body.warnings());
  }

  private Reply patch(ApiCall call) {
    return store.locked(
        () -> {
          Optional<StoredObject> present =
              store.get(call.resource(), call.namespace(), call.name());
          Patches.Outcome patched = patches.patch(call, present);
          if (present.isEmpty()) {
            return Reply.Document.of(201, create(call, patched.tree()), patched.warnings());
          }
          StoredObject updated = replace(call, present.get(), patched.tree(), call.subresource());
          return Reply.Document.of(200, updated, patched.warnings());
        });
  }

  /** Puts a new version of an object in place of the present one; called with the store locked. */
  public StoredObject replace(
      ApiCall call, StoredObject present, ObjectNode object, String subresource) {
    ApiResource resource = call.resource();
    Strategy strategy = strategies.of(resource);
    ObjectNode old = present.tree();
    ObjectNode metadata = Json.metadata(object);
    String version = Json.text(metadata, "resourceVersion");
    if (!version.isEmpty() && Lists.revision(version) != present.revision()) {
      throw ApiException.stale(resource, present.name());
    }
    String uid = Json.text(metadata, "uid");
    if (!uid.isEmpty() && !uid.equals(present.uid())) {
      throw ApiException.conflict(
          resource,
          present.name(),
          "StorageError: invalid object, Code: 4, Key: /registry/"
              + resource.plural()
              + "/"
              + ObjectStore.key(resource, present.namespace(), present.name())
              + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in"
              + " precondition: "
              + uid
              + ", UID in object meta: "
              + present.uid());
    }
    strategy.setDefaults(object);
    admission.mutateUpdate(resource, subresource, object);
    keepSystemMetadata(metadata, old.path("metadata"));
    if (subresource.equals("status")) {
      strategy.prepareForStatusUpdate(resource, object, old);
    } else {
      if (strategy.hasOwnRules(subresource)) {
        strategy.prepareForUpdateOf(subresource, object, old);
      }
      strategy.prepareForUpdate(resource, object, old);
    }
    admission.validateUpdate(resource, subresource, object, old);
    List<FieldError> wrong = new ArrayList<>(MetadataRules.validateUpdate(resource, object, old));
    if (strategy.hasOwnRules(subresource)) {
      wrong.addAll(strategy.validateUpdateOf(subresource, object, old));
    } else if (!subresource.equals("status")) {
      wrong.addAll(strategy.validateUpdate(resource, object, old));
    }
    if (!wrong.isEmpty()) {
      throw ApiException.invalid(resource.group(), resource.kind(), present.name(), wrong);
    }
    Json.metadata(object).put("resourceVersion", Long.toString(present.revision()));
    if (!isApply(call)) {
      managers.book(resource, call.fieldManager(), subresource, Optional.of(old), object);
    }
    if (sameButForTimes(object, old)) {
      return present;
    }
    if (call.isDryRun()) {
      return new StoredObject(resource, object, present.revision());
    }
    if (present.isBeingDeleted()
        && object.path("metadata").path("finalizers").isEmpty()
        && object.path("metadata").path("deletionGracePeriodSeconds").asLong(0) == 0) {
      return store.delete(present, object);
    }
    return store.update(present, object);
  }

  private static boolean isApply(ApiCall call) {
    return call.contentType().equals(Patches.APPLY);
  }

  /** Whether nothing has changed but the time at which somebody said so. */
  private static boolean sameButForTimes(ObjectNode object, ObjectNode old) {
    if (object.equals(old)) {
      return true;
    }
    ObjectNode one = object.deepCopy();
    ObjectNode other = old.deepCopy();
    for (ObjectNode each : List.of(one, other)) {
      Json.objects(each.path("metadata").path("managedFields")).forEach(e -> e.remove("time"));
    }
    return one.equals(other);
  }

  private static void keepSystemMetadata(ObjectNode metadata, JsonNode old) {
    for (String field :
        List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generateName",
            "generation")) {
      Strategy.keep(metadata, (ObjectNode) old, field);
    }
  }

  // ---------------------------------------------------------------- delete

  private Reply delete(ApiCall call) {
    DeleteOptions options = DeleteOptions.read(call, registry.schema());
    return store.locked(
        () -> {
          StoredObject present = find(call);
          StoredObject result = delete(call, present, options);
          boolean isGone = store.byUid(present.uid()).isEmpty();
          if (!isGone || strategies.of(call.resource()).returnsDeleted()) {
            return Reply.Document.of(200, result, List.of());
          }
          return Reply.Document.of(200, success(present));
        });
  }

  private static ObjectNode success(StoredObject object) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    ObjectNode details = status.put("status", "Success").putObject("details");
    details.put("name", object.name());
    if (!object.resource().group().isEmpty()) {
      details.put("group", object.resource().group());
    }
    details.put("kind", object.resource().plural()).put("uid", object.uid());
    return status;
  }

  private Reply deleteCollection(ApiCall call) {
    DeleteOptions options = DeleteOptions.read(call, registry.schema());
    Lists.Page page = new Lists(store).page(call, filter(call));
    ArrayNode items = Json.array();
    for (StoredObject each : page.objects()) {
      // One by one, so that others get their turn.
      store.locked(
          () ->
              store
                  .byUid(each.uid())
                  .map(present -> items.add(listed(delete(call, present, options)))));
    }
    ObjectNode list = Json.object().put("kind", call.resource().kind() + "List");
    list.put("apiVersion", call.resource().apiVersion());
    list.set("metadata", page.metadata());
    list.set("items", items);
    return Reply.Document.of(200, list);
  }

  private static ObjectNode listed(StoredObject object) {
    ObjectNode tree = object.copyForMetadata();
    tree.remove(List.of("kind", "apiVersion"));
    return tree;
  }

  /** Deletes an object, or marks it for deletion; called with the store locked. */
  public StoredObject delete(ApiCall call, StoredObject present, DeleteOptions options) {
    options.checkPreconditions(present);
    admission.validateDelete(present);
    ObjectNode object =
        present.resource().isNamespace() ? present.copy() : present.copyForMetadata();
    ObjectNode metadata = Json.metadata(object);
    options.addFinalizers(metadata);
    Optional<Long> grace =
        strategies.of(present.resource()).gracePeriod(object, options.gracePeriodSeconds());
    boolean hasFinalizers = !metadata.path("finalizers").isEmpty();
    boolean waits = grace.isPresent() && grace.get() > 0;
    if (present.isBeingDeleted()) {
      long running = metadata.path("deletionGracePeriodSeconds").asLong(0);
      boolean isShorter = grace.isPresent() && grace.get() < running;
      // Asking again without a period of one's own, or for a longer one, changes nothing.
      if (isShorter && (options.gracePeriodSeconds().isPresent() || grace.get() == 0)) {
        Instant asked =
            Instant.parse(Json.text(metadata, "deletionTimestamp")).minusSeconds(running);
        metadata.put("deletionTimestamp", asked.plusSeconds(grace.get()).toString());
        metadata.set("deletionGracePeriodSeconds", Json.number(grace.get()));
        running = grace.get();
      }
      StoredObject marked = write(call, present, object);
      boolean isOver = running == 0 && !hasFinalizers && !present.resource().isNamespace();
      return isOver ? end(call, marked, marked.copyForMetadata()) : marked;
    }
    if (grace.isEmpty() && !hasFinalizers && !present.resource().isNamespace()) {
      return end(call, present, object);
    }
    mark(present.resource(), metadata, object, grace.orElse(0L));
    StoredObject marked = write(call, present, object);
    return waits || hasFinalizers || present.resource().isNamespace()
        ? marked
        : end(call, marked, marked.copyForMetadata());
  }

  private static void mark(
      ApiResource resource, ObjectNode metadata, ObjectNode object, long period) {
    metadata.put(
        "deletionTimestamp",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(period).toString());
    if (resource.isNamespace()) {
      Json.child(object, "status").put("phase", "Terminating");
    } else {
      metadata.set("deletionGracePeriodSeconds", Json.number(period));
    }
    if (metadata.has("generation")) {
      metadata.set("generation", Json.number(metadata.path("generation").asLong() + 1));
    }
  }

  private StoredObject write(ApiCall call, StoredObject present, ObjectNode object) {
    if (call.isDryRun() || object.equals(present.tree())) {
      return new StoredObject(present.resource(), object, present.revision());
    }
    return store.update(present, object);
  }

  private StoredObject end(ApiCall call, StoredObject present, ObjectNode object) {
    if (call.isDryRun()) {
      return new StoredObject(present.resource(), object, present.revision());
    }
    return store.delete(present, object);
  }
}
