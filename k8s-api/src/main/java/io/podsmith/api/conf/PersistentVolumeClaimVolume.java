package io.podsmith.api.conf;

import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A claim of storage, either one that exists or one that is made with the pod.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface PersistentVolumeClaimVolume extends VolumeSource {
  /**
   * Returns the name of the claim.
   *
   * @return a name; {@code OnDemand} and {@code SPARK_EXECUTOR_ID} in it stand for names of the pod
   */
  String claimName();

  /**
   * Returns the class of the storage.
   *
   * @return the class; together with {@link #size()} it asks for a new claim
   */
  Optional<String> storageClass();

  /**
   * Returns the size of the claim.
   *
   * @return a quantity of Kubernetes such as {@code 10Gi}
   */
  Optional<String> size();

  /**
   * Returns the labels of a new claim.
   *
   * @return labels, possibly none
   */
  Map<String, String> labels();

  /**
   * Returns the annotations of a new claim.
   *
   * @return annotations, possibly none
   */
  Map<String, String> annotations();

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link PersistentVolumeClaimVolume}. */
  final class Builder extends ImmutablePersistentVolumeClaimVolume.Builder {
    Builder() {}
  }
}
