package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Finds the text that a user gave for a setting.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ConfigLookup {
  /**
   * Finds a setting.
   *
   * @param key the whole key, for example {@code spark.kubernetes.namespace}
   * @return the text as given, empty where the user gave none
   */
  Optional<String> find(String key);
}
