package io.podsmith.testkit.submit;

import org.junit.jupiter.api.Assumptions;

/** Runs where the binaries of a real kube-apiserver are there. */
class RealSubmissionIT extends SubmissionContract {
  @Override
  ApiServerUnderTest start() {
    Assumptions.assumeTrue(
        RealApiServer.isAvailable(), "KUBE_API_TEST_DIR names no folder with kube-apiserver");
    return new RealApiServer();
  }
}
