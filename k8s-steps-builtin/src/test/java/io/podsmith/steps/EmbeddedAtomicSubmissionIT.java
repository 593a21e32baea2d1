// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedAtomicSubmissionIT extends AtomicSubmissionContract {
  @Override
  TestServer start() {
    return TestServer.embedded();
  }

  /** To the cluster, a submitter that is cut off and one that is killed are the same. */
  @Test
  void leavesNothingWhereverTheSubmitterIsCutOff() throws Exception {
    Map<Integer, String> namespaces = new LinkedHashMap<>();
    for (int requests = 0; requests < REQUESTS.size(); requests++) {
      String namespace = createNamespace();
      namespaces.put(requests, namespace);
      cutAfter(requests, namespace);
    }

    assertOutcomes(namespaces);
  }
}
