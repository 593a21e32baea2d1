// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.client.MonotonicTime;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates objects whose names another application may use, too, and takes none over.
 *
 * <p>Server-side apply, as Spark's own jar sends it, makes the pod of a second application the only
 * owner of an object of the first one, which is deleted with the second. So these are created by
 * POST, which fails where the object exists. Only then is it read, and decided whose it is. What a
 * driver that has ended or was deleted left behind is replaced.
 */
final class GuardedCreation {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedCreation.class);
  private static final Duration REPLACEMENT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final String namespace;
  private final Optional<String> appId;
  private final MonotonicTime time;

  GuardedCreation(KubernetesClient client, String namespace, Pod driver, MonotonicTime time) {
    this.client = client;
    this.namespace = namespace;
    this.appId = ExistingObject.applicationOf(driver);
    this.time = time;
  }

  /** Whose an object is that exists already. */
  private enum Finding {
    OURS,
    LEFTOVER,
    FOREIGN
  }

  /**
   * Checks that an object can be created, before anything is. Without the right to read it, {@link
   * #create} finds out.
   *
   * @param author who returned the object, for the error
   * @throws ClusterException where it belongs to something else
   */
  void requireFree(HasMetadata resource, Optional<String> author) {
    Optional<HasMetadata> found;
    try {
      found = find(resource);
    } catch (KubernetesClientException e) {
      LOG.debug("Cannot check whether {} exists", target(resource), e);
      return;
    }
    found
        .filter(object -> judge(object, resource, Optional.empty()) == Finding.FOREIGN)
        .ifPresent(
            object -> {
              throw taken(resource, object, author);
            });
  }

  /**
   * Creates an object.
   *
   * @param owner the uid of the driver's pod, where it owns the object from the start
   * @param author who returned the object, for the error
   * @throws ClusterException where it exists and belongs to something else
   * @throws KubernetesClientException where the API server rejects it
   * @throws InterruptedException where the thread is interrupted
   */
  HasMetadata create(HasMetadata resource, Optional<String> owner, Optional<String> author)
      throws InterruptedException {
    long began = time.nanos();
    while (true) {
      try {
        return client.resource(resource).inNamespace(namespace).create();
      } catch (KubernetesClientException e) {
        boolean isLate = time.nanos() - began > REPLACEMENT.toNanos();
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || isLate) {
          throw e;
        }
        Optional<HasMetadata> found = find(resource);
        if (found.isPresent()) {
          switch (judge(found.get(), resource, owner)) {
            case OURS -> {
              return found.get();
            }
            case FOREIGN -> throw taken(resource, found.get(), author);
            case LEFTOVER -> delete(found.get());
          }
        }
        time.sleep(PAUSE);
      }
    }
  }

  private Optional<HasMetadata> find(HasMetadata resource) {
    return Optional.ofNullable(client.resource(resource).inNamespace(namespace).get());
  }

  private void delete(HasMetadata leftover) {
    if (leftover.getMetadata().getDeletionTimestamp() == null) {
      LOG.info("Replacing {}, a leftover of a driver that has ended", target(leftover));
      client
          .resource(leftover)
          .inNamespace(namespace)
          .lockResourceVersion(leftover.getMetadata().getResourceVersion())
          .delete();
    }
  }

  private Finding judge(HasMetadata found, HasMetadata wanted, Optional<String> owner) {
    ExistingObject existing = new ExistingObject(found);
    List<OwnerReference> owners = existing.owners();
    if (owner.isPresent()
        && owners.stream().anyMatch(reference -> owner.get().equals(reference.getUid()))) {
      return Finding.OURS;
    }
    if (found.getMetadata().getDeletionTimestamp() != null) {
      return Finding.LEFTOVER;
    }
    if (!owners.isEmpty()) {
      return owners.stream().allMatch(this::isEnded) ? Finding.LEFTOVER : Finding.FOREIGN;
    }
    boolean isOurs =
        existing.belongsTo(appId.orElse(""), reference -> false)
            && (existing.application().isPresent() || contains(tree(found), tree(wanted)));
    return isOurs ? Finding.OURS : Finding.FOREIGN;
  }

  /** A pod that has ended or is gone needs its objects no longer. */
  private boolean isEnded(OwnerReference owner) {
    if (!"Pod".equals(owner.getKind())) {
      return false;
    }
    Pod pod = client.pods().inNamespace(namespace).withName(owner.getName()).get();
    if (pod == null || !Objects.equals(pod.getMetadata().getUid(), owner.getUid())) {
      return true;
    }
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private Map<?, ?> tree(HasMetadata object) {
    return client.getKubernetesSerialization().convertValue(object, Map.class);
  }

  private static boolean contains(@Nullable Object whole, Object part) {
    if (whole instanceof Map<?, ?> map && part instanceof Map<?, ?> wanted) {
      return wanted.entrySet().stream().allMatch(e -> contains(map.get(e.getKey()), e.getValue()));
    }
    return part.equals(whole);
  }

  private ClusterException taken(HasMetadata wanted, HasMetadata found, Optional<String> author) {
    Target target = target(wanted);
    String change =
        author
            .map(
                step ->
                    ("; %s must build the name from conf.resourceNamePrefix(), so that it is unique"
                            + " to the application")
                        .formatted(step))
            .orElse("; change spark.kubernetes.driver.resourceNamePrefix");
    return new ClusterException(
        PodsmithError.CLUSTER_CONFLICT,
        "cannot create %s: it exists and %s%s; if it is no longer needed, delete it with: %s"
            .formatted(target, new ExistingObject(found).whose(), change, target.deleteCommand()),
        HttpURLConnection.HTTP_CONFLICT,
        null);
  }

  private Target target(HasMetadata object) {
    return Target.of(object, Optional.of(namespace));
  }
}
