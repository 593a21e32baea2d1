// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.podsmith.testkit.cluster.EmbeddedApiServer;

/** The embedded API server. */
final class EmbeddedApi implements ApiServerUnderTest {
  private static final String NOBODY = "nobody";

  private final EmbeddedApiServer server =
      EmbeddedApiServer.builder()
          .authorizer(action -> !action.user().equals(NOBODY))
          .token(NOBODY, NOBODY)
          .start();

  EmbeddedApiServer server() {
    return server;
  }

  @Override
  public Config config() {
    return server.config();
  }

  @Override
  public void refuse(BasicBuilder request) {
    request.setHeader("Authorization", "Bearer " + NOBODY);
  }

  @Override
  public void close() {
    server.close();
  }
}
