// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.client.ClusterErrors.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a lease expects of the API server; no request is sent. */
class LeaseTest {
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void rejectsAJobThatWouldNotEnd() {
    assertRejected(job -> job.editSpec().withSuspend(true).endSpec());
    assertRejected(job -> job.editSpec().withActiveDeadlineSeconds(3600L).endSpec());
    assertRejected(job -> job.editSpec().withTtlSecondsAfterFinished(null).endSpec());
    assertRejected(job -> job.editSpec().withParallelism(1).endSpec());
    assertThatCode(() -> lease(job -> job.editSpec().withSuspend(false).endSpec()))
        .doesNotThrowAnyException();
  }

  private void assertRejected(UnaryOperator<JobBuilder> webhook) {
    assertThatThrownBy(() -> lease(webhook))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CLUSTER-003] cannot use job lease in namespace team: an admission webhook")
        .hasMessageContaining("podsmith.io/submission-lease")
        .hasMessageContaining("set spark.podsmith.submission.atomic to false");
  }

  @Test
  void rejectsAClusterThatDropsGates() {
    Lease lease = lease(job -> job);

    assertThatThrownBy(() -> lease.requireGate(pod()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the API server dropped the scheduling gate podsmith.io/submission")
        .hasMessageContaining("requires Kubernetes 1.27 or later");
    assertThatCode(() -> lease.requireGate(gated())).doesNotThrowAnyException();
  }

  @Test
  void doesNotCommitWhenItMayExpireMeanwhile() {
    Lease lease =
        new Lease(
            client, "team", job(), job(), System.nanoTime() - Duration.ofSeconds(31).toNanos());

    assertThatThrownBy(() -> lease.commit(gated(), gated()))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-007] cannot submit pod pi in namespace team")
        .hasMessageContaining("(31 s of spark.podsmith.submission.atomic.timeout=40 s)")
        .hasMessageContaining("the driver was not started");
  }

  @Test
  void isTheOnlyOwnerAndNoController() {
    Pod held = lease(job -> job).hold(pod());

    OwnerReference owner = held.getMetadata().getOwnerReferences().get(0);
    assertThat(held.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(owner.getUid()).isEqualTo("1-2-3");
    assertThat(owner.getController()).isNull();
    assertThat(owner.getBlockOwnerDeletion()).isNull();
  }

  @Test
  void isNamedWithItsRightsIfItIsDenied() {
    Job job =
        new JobBuilder(job())
            .editMetadata()
            .addToLabels(SubmissionLease.LABEL, "true")
            .endMetadata()
            .build();
    DriverSpec spec = new DriverSpec(pod(), List.of(job), List.of(), new TreeMap<>(), List.of());

    assertThat(ObjectNeeds.words(spec, Target.of(job, Optional.of("team"))))
        .startsWith(
            "The Job is the lease of an atomic submission. Grant the verbs create and delete")
        .contains("for jobs.batch in namespace team")
        .endsWith("or set spark.podsmith.submission.atomic to false");
  }

  private Lease lease(UnaryOperator<JobBuilder> webhook) {
    Job created = webhook.apply(new JobBuilder(job())).build();
    return new Lease(client, "team", job(), created, System.nanoTime());
  }

  private static Job job() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("lease")
        .withUid("1-2-3")
        .endMetadata()
        .withNewSpec()
        .withParallelism(0)
        .withActiveDeadlineSeconds(40L)
        .withTtlSecondsAfterFinished(0)
        .endSpec()
        .build();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .addNewOwnerReference()
        .withUid("other")
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static Pod gated() {
    return new PodBuilder(pod())
        .editSpec()
        .addToSchedulingGates(new PodSchedulingGate("podsmith.io/submission"))
        .endSpec()
        .build();
  }
}
