// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;

/**
 * Decides which requests are allowed. A denied request gets status 403, as with RBAC.
 *
 * <p>Called by the server's threads, several at a time. Implementations must not block.
 *
 * @since 0.1
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Authorizer {
  /**
   * Returns whether an action is allowed.
   *
   * @param action the action
   * @return true if the action is allowed
   */
  boolean allows(ApiAction action);

  /**
   * Returns an authorizer that allows everything.
   *
   * @return the authorizer
   */
  static Authorizer allowAll() {
    return action -> true;
  }
}
