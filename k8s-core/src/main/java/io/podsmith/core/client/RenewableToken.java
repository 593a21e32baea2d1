// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.OAuthTokenProvider;

/** A bearer token that is renewed while a client uses it. Safe for use by several threads. */
interface RenewableToken extends OAuthTokenProvider {
  /**
   * Returns the token to send instead of one that the API server rejected. May block.
   *
   * @param rejected the rejected token
   * @return {@code rejected} itself if there is no other
   */
  String replace(String rejected);
}
