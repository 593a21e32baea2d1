package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.conf.Constants;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Tells the objects of this application's executors from others that have the same name. */
final class ObjectOwnership {
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
    return found instanceof PersistentVolumeClaim
        || new ExistingObject(found)
            .belongsTo(
                appId, owner -> ExistingObject.ownersOf(wanted).contains(owner) || isOurPod(owner));
  }

  private boolean isOurPod(OwnerReference owner) {
    return "Pod".equals(owner.getKind())
        && api.findPod(owner.getName())
            .filter(pod -> pod.label(Constants.SPARK_APP_ID_LABEL).equals(appId))
            .isPresent();
  }

  /** Describes an object that is in the way. */
  ClusterException taken(HasMetadata found, HasMetadata wanted, Optional<String> author) {
    return new ClusterException(
        PodsmithError.CLUSTER_TAKEN,
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
