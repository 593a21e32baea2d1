package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.Constants;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the objects of this application from others that have the same name. Those of others must
 * neither be used nor get an executor as their owner, with which they would be deleted.
 */
final class ObjectOwnership {
  /** How long after its creation an object may be one whose answer was lost. */
  private static final Duration ANSWER_LOST = Duration.ofMinutes(2);

  private final ClusterApi api;
  private final String appId;

  ObjectOwnership(ClusterApi api, String appId) {
    this.api = api;
    this.appId = appId;
  }

  /**
   * Returns whether an object that exists belongs to this application. A claim always does: it
   * holds data, and settings that name one mean to find it again.
   *
   * @param wanted what was to be created, with its owner if it has one
   */
  boolean isOurs(HasMetadata found, HasMetadata wanted) {
    if (found instanceof PersistentVolumeClaim) {
      return true;
    }
    Map<String, String> labels = found.getMetadata().getLabels();
    if (labels != null && labels.containsKey(Constants.SPARK_APP_ID_LABEL)) {
      return appId.equals(labels.get(Constants.SPARK_APP_ID_LABEL));
    }
    List<OwnerReference> owners = owners(found);
    if (owners.isEmpty()) {
      return isNew(found);
    }
    return owners.stream().anyMatch(owner -> owners(wanted).contains(owner) || isOurPod(owner));
  }

  private boolean isOurPod(OwnerReference owner) {
    return "Pod".equals(owner.getKind())
        && api.findPod(owner.getName())
            .filter(pod -> pod.label(Constants.SPARK_APP_ID_LABEL).equals(appId))
            .isPresent();
  }

  private static boolean isNew(HasMetadata found) {
    String created = found.getMetadata().getCreationTimestamp();
    try {
      return created == null || Instant.parse(created).plus(ANSWER_LOST).isAfter(Instant.now());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static List<OwnerReference> owners(HasMetadata object) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    return owners == null ? List.of() : owners;
  }

  /** Describes an object that is in the way. */
  ClusterException taken(HasMetadata wanted, Optional<String> author) {
    return new ClusterException(
        PodsmithError.CLUSTER_TAKEN,
        "cannot create %s %s of an executor: it exists and belongs to another application; %s"
            .formatted(
                wanted.getKind(),
                wanted.getMetadata().getName(),
                author
                    .map(step -> "%s must build the name from conf.podName()".formatted(step))
                    .orElse("change spark.kubernetes.executor.podNamePrefix, or delete it")),
        409,
        null);
  }
}
