package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;
import org.immutables.value.Value;

/**
 * What a driver runs.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Value.Immutable
public interface MainAppResource {
  /**
   * Returns the language of the application.
   *
   * @return the language
   */
  AppLanguage language();

  /**
   * Returns the application's file.
   *
   * @return a path or URI, empty where the classes are in the image anyway
   */
  Optional<String> file();

  /**
   * Starts a value.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds values of {@link MainAppResource}. */
  final class Builder extends ImmutableMainAppResource.Builder {
    Builder() {}
  }
}
