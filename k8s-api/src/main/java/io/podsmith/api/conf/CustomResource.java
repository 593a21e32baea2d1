package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * A countable resource beside cores and memory, such as GPUs: {@code
 * spark.executor.resource.gpu.amount} and its kin.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface CustomResource {
  /**
   * Returns what is asked for.
   *
   * @return for example {@code gpu}
   */
  String name();

  /**
   * Returns how many are asked for.
   *
   * @return a positive number
   */
  long amount();

  /**
   * Returns the domain of the device plugin.
   *
   * @return for example {@code nvidia.com}, empty where the user gave none
   */
  Optional<String> vendor();

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link CustomResource}. */
  final class Builder extends ImmutableCustomResource.Builder {
    Builder() {}
  }
}
