package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * Scratch space that lives as long as the pod.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface EmptyDirVolume extends VolumeSource {
  /**
   * Returns the medium.
   *
   * @return {@code Memory} for tmpfs, empty for the disk of the node
   */
  Optional<String> medium();

  /**
   * Returns the limit.
   *
   * @return a quantity of Kubernetes such as {@code 10Gi}, empty for none
   */
  Optional<String> sizeLimit();

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link EmptyDirVolume}. */
  final class Builder extends ImmutableEmptyDirVolume.Builder {
    Builder() {}
  }
}
