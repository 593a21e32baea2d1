// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.access.AccessNeed;
import io.podsmith.core.access.Job;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.access.Party;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.SubmitRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rights that {@code spark.podsmith.submission.atomic} adds to those of a submitter. */
class AtomicRightsTest {
  @Test
  void areThoseOfTheLeaseAndOfTheCommit() {
    List<String> without = rights(Map.of());

    assertThat(rights(Map.of("spark.podsmith.submission.atomic", "true")))
        .containsAll(without)
        .contains("required create jobs", "optional delete jobs", "required patch pods")
        .doesNotContain("required patch jobs");
    assertThat(without).noneMatch(right -> right.endsWith(" jobs"));
  }

  private static List<String> rights(Map<String, String> settings) {
    SubmitRequest request = Demo.request(settings);
    try (PreparedSubmission prepared =
        Planner.prepare(
            request.settings(), request.runtime(), request.application(), request.origins())) {
      return JobAccess.of(Job.of(prepared)).needs(Party.SUBMITTER).stream()
          .map(AtomicRightsTest::words)
          .toList();
    }
  }

  private static String words(AccessNeed need) {
    return "%s %s %s"
        .formatted(
            need.isOptional() ? "optional" : "required",
            need.verb().word(),
            need.resource().name());
  }
}
