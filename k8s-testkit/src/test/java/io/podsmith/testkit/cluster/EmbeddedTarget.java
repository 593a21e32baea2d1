// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.client.Config;

/** An embedded API server with all that reacts to changes by itself. */
final class EmbeddedTarget implements ApiTarget {
  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();

  @Override
  public String name() {
    return "the embedded API server";
  }

  @Override
  public Config config() {
    return server.config();
  }

  @Override
  public boolean admitsServiceAccounts() {
    return true;
  }

  @Override
  public boolean hasControllers() {
    return true;
  }

  @Override
  public boolean forgetsThePast() {
    return true;
  }

  @Override
  public void close() {
    server.close();
  }
}
