// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;

/** A server to submit to, whichever it is. */
interface ApiServerUnderTest extends AutoCloseable {
  /** Returns an administrator's configuration, the caller's to change. */
  Config config();

  /** Makes a request one of somebody who may do nothing. */
  void refuse(BasicBuilder request);

  @Override
  void close();
}
