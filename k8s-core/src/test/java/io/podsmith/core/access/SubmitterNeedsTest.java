// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.podsmith.core.builder.SubmissionLease;
import org.junit.jupiter.api.Test;

/** Which rights a submitter needs for which requests. */
class SubmitterNeedsTest {
  private final SavedJob job = new SavedJob();

  @Test
  void listsTheRequestsAboutTheDriverPodInTheirOrder() {
    assertThat(job.needs(Party.SUBMITTER))
        .containsExactly(
            "required create pods",
            "required get pods [pi]",
            "required get pods [pi]",
            "optional watch pods",
            "optional list events",
            "optional get pods [pi]",
            "optional delete pods [pi]",
            // the commands
            "optional get pods [pi]",
            "optional list pods",
            "optional delete pods [pi]",
            "optional list events",
            "optional get pods/log");
  }

  @Test
  void needsFewerRightsIfItDoesNotWait() {
    String key = "spark.kubernetes.submission.waitAppCompletion";
    assertThat(job.needs(Party.SUBMITTER, key))
        .containsExactly("required get pods [pi]", "optional watch pods", "optional list events");

    job.option(key, "false");

    assertThat(job.needs(Party.SUBMITTER, key)).isEmpty();
  }

  @Test
  void patchesThePodForItsManagedFields() {
    String key = "spark.podsmith.explain.managedFields";
    assertThat(job.needs(Party.SUBMITTER, key)).isEmpty();

    job.set(key + "=true");

    assertThat(job.needs(Party.SUBMITTER, key)).containsExactly("optional patch pods [pi]");
  }

  @Test
  void createsWhatMustBeNew() {
    job.after(Samples.service());

    assertThat(job.needs(Party.SUBMITTER, "the Service of step acme.x"))
        .containsExactly(
            "required create services",
            "optional get services [svc]",
            "optional delete services [svc]",
            "optional get pods [pi]",
            "optional delete services [svc]");
  }

  @Test
  void makesThePodTheOwnerOfWhatIsCreatedBeforeIt() {
    job.before(Samples.service());

    assertThat(job.needs(Party.SUBMITTER, "makes the driver pod the owner"))
        .containsExactly("required patch services [svc]");
  }

  @Test
  void appliesClaimsThatMayExist() {
    job.after(Samples.claim());

    assertThat(job.needs(Party.SUBMITTER, "the PersistentVolumeClaim of step acme.x"))
        .containsExactly(
            "required create persistentvolumeclaims",
            "required patch persistentvolumeclaims [data]",
            "optional delete persistentvolumeclaims [data]");
  }

  @Test
  void appliesObjectsOfOtherNamespacesAndDoesNotOwnThem() {
    job.before(Samples.configMap("shared"), Samples.clusterRole());

    assertThat(job.needs(Party.SUBMITTER, " of step acme.x"))
        .containsExactly(
            "required create configmaps in shared",
            "required patch configmaps [map] in shared",
            "optional delete configmaps [map] in shared",
            "required create clusterroles.rbac.authorization.k8s.io in the cluster",
            "required patch clusterroles.rbac.authorization.k8s.io [reader] in the cluster",
            "optional delete clusterroles.rbac.authorization.k8s.io [reader] in the cluster");
  }

  @Test
  void namesPodsmithForItsOwnObjects() {
    job.ofEngine(Samples.configMap(null));

    assertThat(job.needs(Party.SUBMITTER, "creates Podsmith's ConfigMap"))
        .containsExactly("required create configmaps");
  }

  @Test
  void deletesTheLeaseOfAnAtomicSubmissionAndReleasesThePod() {
    job.before(
        new JobBuilder()
            .withNewMetadata()
            .withName("lease")
            .addToLabels(SubmissionLease.LABEL, "true")
            .endMetadata()
            .build());

    assertThat(job.needs(Party.SUBMITTER))
        .contains(
            "required create jobs.batch",
            "optional get jobs.batch",
            "optional delete jobs.batch",
            "required patch pods [pi]")
        .filteredOn(each -> each.contains("jobs.batch"))
        .hasSize(3);
  }

  @Test
  void explainsEachRightAndWhatHappensWithoutIt() {
    job.after(Samples.service());

    assertThat(job.access().needs(Party.SUBMITTER))
        .allSatisfy(need -> assertThat(need.why()).isNotBlank().doesNotEndWith("."))
        .filteredOn(AccessNeed::isOptional)
        .allSatisfy(need -> assertThat(need.without().orElseThrow()).isNotBlank());
  }
}
