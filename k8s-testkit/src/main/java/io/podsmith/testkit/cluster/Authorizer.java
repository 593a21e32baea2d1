package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;

/**
 * Decides who may do what. A refusal is answered with status 403, as RBAC's are.
 *
 * <p>Called by the server's threads, several at a time; an implementation must not block.
 *
 * @since 0.1
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Authorizer {
  /**
   * Decides about one request.
   *
   * @param action who wants to do what
   * @return whether it is allowed
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
