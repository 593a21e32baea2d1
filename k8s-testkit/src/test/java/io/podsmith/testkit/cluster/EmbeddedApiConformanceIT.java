package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.client.Config;

/** The conformance cases on the embedded server. */
class EmbeddedApiConformanceIT extends ApiConformance {
  @Override
  ApiTarget open() {
    EmbeddedApiServer server = EmbeddedApiServer.builder().start();
    return new ApiTarget() {
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
    };
  }
}
