// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;

/**
 * Identifies one kind of error.
 *
 * <p>Plugins can define their error codes in an enum that implements this interface; Podsmith's are
 * in {@link PodsmithError}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ErrorCode {
  /**
   * Returns the identifier that messages and documentation use.
   *
   * @return for example {@code PODSMITH-CONF-003}; never reused with another meaning
   */
  String id();
}
