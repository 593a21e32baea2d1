// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the objects beside executors, and takes none over that belongs to something else and has
 * the same name.
 */
public final class ObjectOwnership {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectOwnership.class);

  private final ClusterApi api;
  private final String appId;

  public ObjectOwnership(ClusterApi api, String appId) {
    this.api = api;
    this.appId = appId;
  }

  /**
   * Creates an object, which an earlier try may have created. A claim that exists is used: it holds
   * data, and settings that name one mean to find it again.
   *
   * @param object with its owner if it has one
   * @param isMaker whether an owner is what makes pods for this application, beside its pods
   * @param author who returned the object, for the error
   * @return the object that exists already, empty if it was created
   * @throws ClusterException where it exists and belongs to something else
   */
  public Optional<HasMetadata> createUnlessThere(
      HasMetadata object, Predicate<OwnerReference> isMaker, Supplier<Optional<String>> author) {
    try {
      api.createObject(object);
      return Optional.empty();
    } catch (ApiFailure e) {
      if (!e.isAlreadyExists()) {
        throw e;
      }
      Optional<HasMetadata> existing = api.findObject(object);
      existing
          .filter(found -> !isOurs(found, object, isMaker))
          .ifPresent(
              found -> {
                throw taken(found, object, author.get());
              });
      return existing;
    }
  }

  /**
   * Creates objects that something else needs before it is created and that have no owner yet.
   *
   * @param isMaker see {@link #createUnlessThere}
   * @param authorOf who returned an object, for the error
   * @param withoutOwner gets each object that may exist and that nothing else has: the caller
   *     deletes it if what needs it is not created. An object that exists with an owner, such as
   *     the pod that an earlier driver created, is not among them
   * @throws ClusterException if an object exists and belongs to something else; then those without
   *     an owner are deleted
   */
  public void createAllUnlessThere(
      List<HasMetadata> objects,
      Predicate<OwnerReference> isMaker,
      Function<HasMetadata, Optional<String>> authorOf,
      Set<HasMetadata> withoutOwner) {
    for (HasMetadata object : objects) {
      withoutOwner.add(object);
      try {
        createUnlessThere(object, isMaker, () -> authorOf.apply(object))
            .filter(existing -> !ExistingObject.ownersOf(existing).isEmpty())
            .ifPresent(existing -> withoutOwner.remove(object));
      } catch (ClusterException e) {
        withoutOwner.remove(object);
        withoutOwner.forEach(this::deleteQuietly);
        withoutOwner.clear();
        throw e;
      }
    }
  }

  /** Deletes an object if that is possible; a failure is logged at DEBUG only. */
  public void deleteQuietly(HasMetadata object) {
    try {
      api.deleteObject(object);
    } catch (RuntimeException e) {
      LOG.debug("Cannot delete {} {}", object.getKind(), object.getMetadata().getName(), e);
    }
  }

  private boolean isOurs(HasMetadata found, HasMetadata wanted, Predicate<OwnerReference> isMaker) {
    return found instanceof PersistentVolumeClaim
        || new ExistingObject(found)
            .belongsTo(
                appId,
                owner ->
                    ExistingObject.ownersOf(wanted).contains(owner)
                        || isMaker.test(owner)
                        || isOurPod(owner));
  }

  private boolean isOurPod(OwnerReference owner) {
    return "Pod".equals(owner.getKind())
        && api.findPod(owner.getName())
            .filter(pod -> pod.label(Constants.SPARK_APP_ID_LABEL).equals(appId))
            .isPresent();
  }

  private static ClusterException taken(
      HasMetadata found, HasMetadata wanted, Optional<String> author) {
    return new ClusterException(
        PodsmithError.CLUSTER_CONFLICT,
        "cannot create %s %s of an executor: it exists and %s; %s"
            .formatted(
                wanted.getKind(),
                wanted.getMetadata().getName(),
                new ExistingObject(found).whose(),
                author
                    .map(step -> "%s must build the name from conf.podName()".formatted(step))
                    .orElse("change spark.kubernetes.executor.podNamePrefix, or delete it")),
        HttpURLConnection.HTTP_CONFLICT,
        null);
  }
}
