// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Looks up the values that the user has set.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ConfigLookup {
  /**
   * Returns the value of a setting as text.
   *
   * @param key the full key, for example {@code spark.kubernetes.namespace}
   * @return the text as the user wrote it, or empty if the setting is not set
   */
  Optional<String> find(String key);
}
