// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.executors.AllocatorChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What submitter and driver of a job may have to request from the API server. Immutable. */
public final class JobAccess {
  private static final Set<String> GRANTS =
      Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");

  private final Job job;
  private final List<AccessNeed> submitter;
  private final List<AccessNeed> driver;
  private final List<String> notes;

  private JobAccess(Job job) {
    this.job = job;
    this.submitter = SubmitterNeeds.of(job);
    this.driver = DriverNeeds.of(job);
    this.notes = List.copyOf(notesOf(job));
  }

  /**
   * Lists the needs of a job. Sends no request.
   *
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting is invalid
   */
  public static JobAccess of(Job job) {
    return new JobAccess(job);
  }

  /** Returns the job. */
  public Job job() {
    return job;
  }

  /** Returns the needs of a party, in the order of its requests; several may have one verb. */
  public List<AccessNeed> needs(Party party) {
    return party == Party.SUBMITTER ? submitter : driver;
  }

  /** Returns what cannot be known before the job runs, one sentence each. */
  public List<String> notes() {
    return notes;
  }

  private static List<String> notesOf(Job job) {
    List<String> notes = new ArrayList<>();
    if (!job.executorUnknown().isEmpty()) {
      notes.add(
          "The objects that steps create beside executors are unknown, because %s"
              .formatted(job.executorUnknown()));
    }
    AllocatorChoice.read(job.driver().withoutReferences())
        .className()
        .ifPresent(
            name ->
                notes.add(
                    "The allocator %s (%s) may send requests of its own; add the rights that its documentation lists."
                        .formatted(name, ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key())));
    String custom =
        objects(job)
            .filter(each -> each.object() instanceof GenericKubernetesResource)
            .map(each -> each.resource().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    if (!custom.isEmpty()) {
      notes.add(
          "Check the plural and the scope of these custom resources, which only the API server knows: %s."
              .formatted(custom));
    }
    String grants =
        objects(job)
            .filter(each -> GRANTS.contains(each.object().getKind()))
            .map(JobObject::words)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!grants.isEmpty()) {
      notes.add(
          "The API server accepts %s only from those who have all rights that it grants, or the verbs escalate and bind."
              .formatted(grants));
    }
    return notes;
  }

  private static Stream<JobObject> objects(Job job) {
    return Stream.concat(job.objects().stream(), job.executorObjects().stream());
  }
}
