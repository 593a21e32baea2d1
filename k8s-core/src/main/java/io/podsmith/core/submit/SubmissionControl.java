// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.client.PodDeletion;
import io.podsmith.core.client.PodPages;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Kills submissions and tells their status, as {@code spark-submit --kill} and {@code --status} do.
 *
 * <p>A submission is {@code namespace:pod} or {@code pod}, which means the namespace of the
 * kubeconfig's context, whatever {@code spark.kubernetes.namespace} says; a pod that ends in {@code
 * *} means all drivers whose pods begin so, of all namespaces where the context chooses none. Safe
 * for use by many threads.
 */
public final class SubmissionControl {
  private final SparkSettings settings;
  private final Consumer<String> out;
  private final Optional<KubernetesClient> client;

  /**
   * Makes a control that makes a client for each request.
   *
   * @param settings name the master, the credentials and the grace period
   * @param out takes the lines for the user
   */
  public SubmissionControl(SparkSettings settings, Consumer<String> out) {
    this(settings, out, Optional.empty());
  }

  /**
   * Makes a control that uses a client of the caller's.
   *
   * @param settings name the grace period
   * @param out takes the lines for the user
   * @param client stays open
   */
  public SubmissionControl(SparkSettings settings, Consumer<String> out, KubernetesClient client) {
    this(settings, out, Optional.of(client));
  }

  private SubmissionControl(
      SparkSettings settings, Consumer<String> out, Optional<KubernetesClient> client) {
    this.settings = settings;
    this.out = out;
    this.client = client;
  }

  /**
   * Deletes drivers, within {@code spark.kubernetes.appKillPodDeletionGracePeriod} where it is set.
   * That there is none is told to the user and is no error.
   *
   * @throws InvalidConfigurationException for an id that is not a submission's
   * @throws ClusterException where the server refused; the other drivers of a pattern are deleted
   *     nevertheless
   */
  public void kill(String submissionId) {
    Submission submission = Submission.parse(submissionId);
    Optional<Long> gracePeriod = settings.get(ClusterKeys.KUBERNETES_SUBMIT_GRACE_PERIOD);
    out.accept(
        "Submitting a request to kill submission "
            + submissionId
            + at()
            + ". Grace period in secs: "
            + gracePeriod.map(String::valueOf).orElse("not set."));
    withClient(submission.namespace, pods -> kill(submission, pods, gracePeriod));
  }

  /**
   * Describes drivers. That there is none is told to the user and is no error.
   *
   * @throws InvalidConfigurationException for an id that is not a submission's
   * @throws ClusterException where the server refused
   */
  public void status(String submissionId) {
    Submission submission = Submission.parse(submissionId);
    out.accept("Submitting a request for the status of submission " + submissionId + at() + ".");
    withClient(submission.namespace, pods -> status(submission, pods));
  }

  /**
   * Deletes driver pods, several at a time, within {@code
   * spark.kubernetes.appKillPodDeletionGracePeriod} if it is set. A pod that no longer exists, even
   * if another one has its name now, is reported to the user and is no error.
   *
   * @param drivers the pods to delete
   * @throws ClusterException if the API server rejected a deletion; the other pods are deleted
   *     nevertheless
   */
  public void delete(List<Pod> drivers) {
    Optional<Long> gracePeriod = settings.get(ClusterKeys.KUBERNETES_SUBMIT_GRACE_PERIOD);
    withClient(
        Optional.empty(),
        pods -> delete(drivers.stream().map(Driver::of).toList(), pods, gracePeriod, driver -> {}));
  }

  private String at() {
    return settings.raw("spark.master").map(master -> " in " + master).orElse("");
  }

  private void kill(Submission submission, Pods pods, Optional<Long> gracePeriod) {
    List<Driver> drivers =
        submission.isPattern()
            ? pods.list(submission).stream().map(Driver::of).toList()
            : List.of(pods.driver(submission));
    if (drivers.isEmpty()) {
      out.accept("No applications found.");
    }
    delete(
        drivers,
        pods,
        gracePeriod,
        driver -> {
          if (submission.isPattern()) {
            out.accept("Deleting driver pod: " + driver.name + ".");
          }
        });
  }

  private void delete(
      List<Driver> drivers, Pods pods, Optional<Long> gracePeriod, Consumer<Driver> onStart) {
    List<ClusterException> failures = new ArrayList<>();
    try (DriverDeletions deletions = new DriverDeletions()) {
      for (Driver driver : drivers) {
        onStart.accept(driver);
        deletions.add(() -> pods.delete(driver, gracePeriod));
      }
      failures.addAll(deletions.await(() -> out.accept("Application not found.")));
    }
    if (!failures.isEmpty()) {
      ClusterException first = failures.get(0);
      failures.subList(1, failures.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  private void status(Submission submission, Pods pods) {
    List<Pod> found =
        submission.isPattern()
            ? pods.list(submission)
            : pods.get(pods.driver(submission)).map(List::of).orElse(List.of());
    if (found.isEmpty()) {
      out.accept(submission.isPattern() ? "No applications found." : "Application not found.");
    }
    found.forEach(pod -> out.accept("Application status (driver): " + PodWords.describe(pod)));
  }

  private void withClient(Optional<String> namespace, Consumer<Pods> request) {
    if (client.isPresent()) {
      request.accept(new Pods(client.get(), namespace));
      return;
    }
    try (KubernetesClient own =
        KubernetesClients.forSubmission(Submitter.masterOf(settings), namespace, settings)) {
      request.accept(new Pods(own, namespace));
    }
  }

  private record Submission(Optional<String> namespace, String pod) {
    static Submission parse(String id) {
      int colon = id.indexOf(':');
      String namespace = colon < 0 ? "" : id.substring(0, colon);
      String pod = id.substring(colon + 1);
      if (pod.isBlank() || pod.contains(":") || (colon >= 0 && namespace.isBlank())) {
        throw InvalidConfigurationException.of(
            PodsmithError.CONF_ARGUMENTS,
            "the submission id",
            id,
            "<namespace>:<driver pod>, <driver pod> or either with * at its end",
            "copy it from the output of the submission");
      }
      return new Submission(colon < 0 ? Optional.empty() : Optional.of(namespace), pod);
    }

    boolean isPattern() {
      return pod.endsWith("*");
    }

    boolean matches(Pod found) {
      return found.getMetadata().getName().startsWith(pod.substring(0, pod.length() - 1));
    }
  }

  /**
   * A driver pod.
   *
   * @param uid empty if the pod was not read
   */
  private record Driver(String namespace, String name, Optional<String> uid) {
    static Driver of(Pod pod) {
      return new Driver(
          pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          Optional.ofNullable(pod.getMetadata().getUid()));
    }
  }

  /** Pods, of one namespace where there is one to choose, with failures in words. */
  private static final class Pods {
    private final Optional<String> namespace;
    private final KubernetesClient client;

    Pods(KubernetesClient client, Optional<String> wanted) {
      this.client = client;
      namespace = wanted.or(() -> Optional.ofNullable(client.getNamespace()));
    }

    Driver driver(Submission submission) {
      return new Driver(
          namespace.orElseThrow(
              () ->
                  InvalidConfigurationException.of(
                      PodsmithError.CONF_ARGUMENTS,
                      "the submission id",
                      submission.pod,
                      "<namespace>:<driver pod> if the kubeconfig does not set a namespace",
                      "copy it from the output of the submission")),
          submission.pod,
          Optional.empty());
    }

    Optional<Pod> get(Driver driver) {
      try {
        return Optional.ofNullable(resource(driver).get());
      } catch (KubernetesClientException e) {
        throw failed(e, "get", Optional.of(driver.namespace), Optional.of(driver.name));
      }
    }

    List<Pod> list(Submission pattern) {
      try {
        return PodPages.list(
            namespace
                .<FilterWatchListDeletable<Pod, PodList, PodResource>>map(
                    name -> client.pods().inNamespace(name))
                .orElseGet(() -> client.pods().inAnyNamespace())
                .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_DRIVER_ROLE),
            pattern::matches);
      } catch (KubernetesClientException e) {
        throw failed(e, "list", namespace, Optional.empty());
      }
    }

    boolean delete(Driver driver, Optional<Long> gracePeriod) {
      try {
        return new PodDeletion(driver.namespace, driver.name, driver.uid, gracePeriod).run(client);
      } catch (KubernetesClientException e) {
        throw failed(e, "delete", Optional.of(driver.namespace), Optional.of(driver.name));
      }
    }

    private PodResource resource(Driver driver) {
      return client.pods().inNamespace(driver.namespace).withName(driver.name);
    }

    private ClusterException failed(
        KubernetesClientException e,
        String verb,
        Optional<String> namespace,
        Optional<String> name) {
      return ClusterErrors.of(
          e, client.getConfiguration(), verb, new Target("Pod", "pods", namespace, name));
    }
  }
}
