// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code spark.podsmith.submission.atomic} adds to a driver. */
class SubmissionLeaseTest {
  private static final String ATOMIC = "spark.podsmith.submission.atomic";

  @Test
  void isAJobWithoutPodsThatExpires() {
    DriverSpec spec = new Specs().set(ATOMIC, "true").driver();

    Job job = SubmissionLease.of(spec).orElseThrow();
    assertThat(spec.preResources()).first().isSameAs(job);
    assertThat(job.getMetadata().getName()).matches("spark-drv-[0-9a-f]+-lease");
    assertThat(job.getMetadata().getNamespace()).isEqualTo("team");
    assertThat(job.getMetadata().getLabels())
        .containsEntry("spark-app-selector", Specs.APP_ID)
        .containsKey("podsmith.io/submission-lease");
    JobSpec wanted = job.getSpec();
    assertThat(wanted.getParallelism()).isZero();
    assertThat(wanted.getActiveDeadlineSeconds()).isEqualTo(40);
    assertThat(wanted.getTtlSecondsAfterFinished()).isZero();
    assertThat(spec.origins().mustBeNew(job, "team")).as("its name is unique").isFalse();
  }

  @Test
  void addsAGateToThoseOfTheTemplate(@TempDir Path directory) throws Exception {
    DriverSpec spec =
        new Specs()
            .set(ATOMIC, "true")
            .set(
                "spark.kubernetes.driver.podTemplateFile",
                template(directory, "schedulingGates: [{name: example.com/quota}]"))
            .driver();

    assertThat(spec.pod().getSpec().getSchedulingGates())
        .extracting(PodSchedulingGate::getName)
        .containsExactly("example.com/quota", SubmissionLease.GATE);
    assertThat(SubmissionLease.withoutGate(spec.pod()).getSpec().getSchedulingGates())
        .extracting(PodSchedulingGate::getName)
        .containsExactly("example.com/quota");
  }

  @Test
  void addsNoSecondGate(@TempDir Path directory) throws Exception {
    DriverSpec spec =
        new Specs()
            .set(ATOMIC, "true")
            .set(
                "spark.kubernetes.driver.podTemplateFile",
                template(
                    directory, "schedulingGates: [{name: %s}]".formatted(SubmissionLease.GATE)))
            .driver();

    assertThat(spec.pod().getSpec().getSchedulingGates())
        .containsExactly(new PodSchedulingGate(SubmissionLease.GATE));
  }

  @Test
  void isAJobOfItsOwnAmongOthers() {
    assertThat(SubmissionLease.isLease(job(Map.of("a", "b")))).isFalse();
    assertThat(SubmissionLease.isLease(job(null))).isFalse();
    assertThat(new Specs().set(ATOMIC, "true").driver().preResources())
        .filteredOn(SubmissionLease::isLease)
        .hasSize(1);
  }

  private static Job job(Map<String, String> labels) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("other")
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  @Test
  void isAbsentByDefault(@TempDir Path directory) throws Exception {
    DriverSpec spec =
        new Specs()
            .set(
                "spark.kubernetes.driver.podTemplateFile",
                template(directory, "schedulingGates: [{name: example.com/quota}]"))
            .driver();

    assertThat(SubmissionLease.of(spec)).isEmpty();
    assertThat(SubmissionLease.isGated(spec.pod())).isFalse();
    assertThat(SubmissionLease.withoutGate(spec.pod())).isSameAs(spec.pod());
  }

  @Test
  void rejectsAPodWhoseNodeIsChosen(@TempDir Path directory) throws Exception {
    Path template = template(directory, "nodeName: node-1");
    Specs specs =
        new Specs().set(ATOMIC, "true").set("spark.kubernetes.driver.podTemplateFile", template);

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CONF-005] %s is true, but the driver pod has".formatted(ATOMIC))
        .hasMessageContaining(
            "spec.nodeName 'node-1' from the pod template %s".formatted(template));
  }

  @Test
  void rejectsALeaseThatIsTooShort() {
    assertThatThrownBy(
            () ->
                new Specs()
                    .set(ATOMIC, "true")
                    .set("spark.podsmith.submission.atomic.timeout", "1s")
                    .driver())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.podsmith.submission.atomic.timeout")
        .hasMessageContaining("at least 5 s and at most 1 h");
  }

  private static Path template(Path directory, String spec) throws Exception {
    return Files.writeString(
        directory.resolve("t.yaml"), "kind: Pod\nspec: {%s}\n".formatted(spec));
  }
}
