// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A volume backed by a PersistentVolumeClaim, which either exists or is created with the pod.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface PersistentVolumeClaimVolume extends VolumeSource {
  /**
   * Returns the name of the claim.
   *
   * @return the name; {@code OnDemand} is replaced by a name derived from the pod's, {@code
   *     SPARK_EXECUTOR_ID} by the executor's id
   */
  String claimName();

  /**
   * Returns the storage class.
   *
   * @return the name of the class; if {@link #size()} is set as well, a new claim is created
   */
  Optional<String> storageClass();

  /**
   * Returns the size of the claim.
   *
   * @return a Kubernetes quantity such as {@code 10Gi}
   */
  Optional<String> size();

  /**
   * Returns the labels of a new claim.
   *
   * @return label values by name, possibly empty
   */
  Map<String, String> labels();

  /**
   * Returns the annotations of a new claim.
   *
   * @return annotation values by name, possibly empty
   */
  Map<String, String> annotations();

  /**
   * Returns a builder.
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
