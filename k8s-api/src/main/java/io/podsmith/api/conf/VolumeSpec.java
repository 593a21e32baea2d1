package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A volume that the user asked for, and where Spark's container sees it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface VolumeSpec {
  /**
   * Returns the name of the volume.
   *
   * @return the name from the setting
   */
  String name();

  /**
   * Returns where the volume is mounted.
   *
   * @return a path in the container
   */
  String mountPath();

  /**
   * Returns the folder of the volume that is mounted.
   *
   * @return a relative path, empty for the root
   */
  Optional<String> subPath();

  /**
   * Returns the folder of the volume that is mounted, with variables that Kubernetes expands.
   *
   * @return an expression, empty for the root; never together with {@link #subPath()}
   */
  Optional<String> subPathExpr();

  /**
   * Tells whether the container may only read.
   *
   * @return true for a read-only mount
   */
  @Value.Default
  default boolean isReadOnly() {
    return false;
  }

  /**
   * Returns what is behind the volume.
   *
   * @return the source
   */
  VolumeSource source();

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link VolumeSpec}. */
  final class Builder extends ImmutableVolumeSpec.Builder {
    Builder() {}
  }
}
