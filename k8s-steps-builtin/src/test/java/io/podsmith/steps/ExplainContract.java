// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.submit.Submitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explanations of drivers that the built-in steps built, on any server. */
abstract class ExplainContract extends DriverContract {
  @TempDir Path directory;

  @Test
  void nameTheApiServerAsTheWriterOfDefaults() throws Exception {
    Plan plan = explain(Map.of("spark.podsmith.submit.dryRun", "server"));

    FieldProvenance field = field(plan, "spec.dnsPolicy");
    assertThat(field.winner().writer()).isEqualTo(Writer.of(Writer.Kind.API_SERVER));
    assertThat(field.winner().value()).isEqualTo("ClusterFirst");
    assertThat(plan.driver().pod().get("spec"))
        .as("the pod as sent")
        .asString()
        .doesNotContain("dnsPolicy");
    assertThat(client().pods().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  @Test
  void nameNoApiServerWithoutADryRunOnIt() throws Exception {
    assertThat(explain(Map.of("spark.podsmith.submit.dryRun", "client")).driver().fields())
        .flatExtracting(FieldProvenance::writes)
        .extracting(write -> write.writer().kind())
        .doesNotContain(Writer.Kind.API_SERVER);
  }

  @Test
  void areWrittenBesideTheSubmission() throws Exception {
    Plan plan = explain(Map.of());

    assertThat(pod().getMetadata().getAnnotations())
        .containsEntry("podsmith.io/plan", PlanDocument.digest(plan));
    assertThat(field(plan, "metadata.name").winner().value()).isEqualTo(DRIVER);
  }

  static FieldProvenance field(Plan plan, String path) {
    return plan.driver().fields().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /** Submits and returns the plan that was written. */
  Plan explain(Map<String, String> settings) throws Exception {
    Path file = directory.resolve("plan.yaml");
    Map<String, String> all = inNamespace(settings);
    all.put("spark.podsmith.explain", file.toString());
    StringBuilder objects = new StringBuilder();
    new Submitter(client()).withOutput(objects::append).submit(Demo.request(all));
    return PlanDocument.read(Files.readString(file), "plan.yaml");
  }
}
