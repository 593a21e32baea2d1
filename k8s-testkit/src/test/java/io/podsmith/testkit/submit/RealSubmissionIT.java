// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.podsmith.testkit.RealKubernetes;

/** Runs where the binaries of a real kube-apiserver are there. */
class RealSubmissionIT extends SubmissionContract {
  @Override
  ApiServerUnderTest start() {
    RealKubernetes.assumeThere();
    return new RealApiServer();
  }
}
