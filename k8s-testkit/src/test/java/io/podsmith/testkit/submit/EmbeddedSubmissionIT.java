// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

class EmbeddedSubmissionIT extends SubmissionContract {
  @Override
  ApiServerUnderTest start() {
    return new EmbeddedApi();
  }
}
