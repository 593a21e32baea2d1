// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.access.Job;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.submit.Submitter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what a submission would create with {@code dryRun=All}, so that nothing is stored. */
final class DryRunChecks {
  private static final String DRIVER = "server dry run";
  private static final String EXECUTOR = "dry run of an executor";

  private final KubernetesClient client;
  private final Job job;
  private final Findings findings;

  DryRunChecks(KubernetesClient client, Job job, Findings findings) {
    this.client = client;
    this.job = job;
    this.findings = findings;
  }

  /**
   * Sends the driver with the objects beside it, and an executor.
   *
   * @param spec what the submission would create
   * @param settings those of the submission
   */
  void run(DriverSpec spec, SparkSettings settings) {
    try {
      new Submitter(client)
          .withOutput(text -> {})
          .submit(spec, settings.with(Map.of(PodsmithKeys.DRY_RUN.key(), "server")));
      findings.ok(
          DRIVER,
          "the API server accepts the driver pod and %d other objects"
              .formatted(spec.objects().size()));
    } catch (PodsmithException e) {
      findings.fail(DRIVER, DoctorCommand.words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.warn(DRIVER, "interrupted", "run the command again");
    }
    job.executorPod().ifPresent(this::runExecutor);
  }

  /** Without its owner, which does not exist yet. */
  private void runExecutor(Pod executor) {
    Pod pod =
        new PodBuilder(executor)
            .editMetadata()
            .withOwnerReferences(List.of())
            .endMetadata()
            .build();
    String namespace = job.namespace();
    try {
      var unused = client.pods().inNamespace(namespace).resource(pod).dryRun(true).create();
      findings.ok(EXECUTOR, "the API server accepts the executor pod");
    } catch (KubernetesClientException e) {
      findings.fail(
          EXECUTOR,
          DoctorCommand.words(
              ClusterErrors.of(
                  e, client.getConfiguration(), "create", Target.of(pod, Optional.of(namespace)))));
    }
  }
}
