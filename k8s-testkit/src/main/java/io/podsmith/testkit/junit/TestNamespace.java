// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.submit.SparkSubmit;
import io.podsmith.testkit.submit.Submission;
import io.podsmith.testkit.submit.SubmissionRun;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * The namespace of one test of a {@link PodsmithTest}. Safe for use by several threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TestNamespace {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int LONGEST_TITLE = 40;

  private final EmbeddedCluster cluster;
  private final String name;
  private final KubernetesClient client;

  private TestNamespace(EmbeddedCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
    this.client = cluster.client().adapt(NamespacedKubernetesClient.class).inNamespace(name);
  }

  /** Creates a namespace that is named after a test. */
  static TestNamespace create(EmbeddedCluster cluster, String test) {
    String title =
        test.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String name =
        "%s-%d"
            .formatted(
                title.substring(0, Math.min(LONGEST_TITLE, title.length())),
                COUNTER.incrementAndGet())
            .replaceAll("^-+", "test-");
    cluster
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return new TestNamespace(cluster, name);
  }

  /**
   * Returns the name of the namespace.
   *
   * @return the name of the test in lower case and a number, for example {@code starts-a-pod-1}
   */
  public String name() {
    return name;
  }

  /**
   * Returns the cluster that has the namespace.
   *
   * @return the cluster
   */
  public EmbeddedCluster cluster() {
    return cluster;
  }

  /**
   * Returns a client with administrator rights.
   *
   * @return a client whose default namespace is this one; the cluster closes it
   */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Creates a driver and what belongs to it in this namespace, and does not wait for its end; see
   * {@link Submission#createOn}.
   *
   * @param submission the application
   * @return the driver pod as the API server has it
   * @throws io.podsmith.api.error.PodsmithException if something is wrong or the API server rejects
   *     an object
   */
  public Pod create(Submission submission) {
    return here(submission).createOn(cluster);
  }

  /**
   * Runs an application in this namespace and waits until {@code spark-submit} ends; see {@link
   * SparkSubmit#run}.
   *
   * @param spark the Spark distribution, whose {@link SparkSubmit#image()} the cluster must have
   * @param submission the application
   * @return how it ended
   */
  public SubmissionRun run(SparkSubmit spark, Submission submission) {
    return spark.run(here(submission), cluster);
  }

  /**
   * Waits until a pod meets a condition, at most 60 s.
   *
   * @param pod the pod
   * @param condition returns whether the pod meets the condition
   * @return the pod that meets the condition
   * @throws AssertionError if the condition is not met in time; the message describes what the
   *     namespace contains: pods with their state, warnings and the end of their logs
   */
  public Pod awaitPod(Pod pod, Predicate<Pod> condition) {
    return awaitPod(pod.getMetadata().getName(), condition, DEADLINE);
  }

  /**
   * Waits until a pod meets a condition.
   *
   * @param pod the name of the pod, which may not exist yet
   * @param condition returns whether the pod meets the condition
   * @param deadline the maximum time to wait
   * @return the pod that meets the condition
   * @throws AssertionError if the condition is not met in time; the message describes what the
   *     namespace contains: pods with their state, warnings and the end of their logs
   */
  public Pod awaitPod(String pod, Predicate<Pod> condition, Duration deadline) {
    try {
      return client
          .pods()
          .withName(pod)
          .waitUntilCondition(
              found -> found != null && condition.test(found),
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "pod %s did not meet the condition within %s; %s"
              .formatted(pod, deadline, new NamespaceReport(this).text()),
          e);
    }
  }

  /**
   * Returns the logs of all containers of a pod, including previous runs. Also works for deleted
   * pods.
   *
   * @param pod the name of the pod
   * @return standard output and standard error, container by container; empty if there are no logs
   */
  public String logs(String pod) {
    return cluster.logs(name, pod);
  }

  private Submission here(Submission submission) {
    return submission.withConf("spark.kubernetes.namespace", name);
  }

  /** Deletes the namespace and what it contains, without waiting. */
  void delete() {
    var unused = cluster.client().namespaces().withName(name).delete();
  }

  @Override
  public String toString() {
    return "TestNamespace{%s}".formatted(name);
  }
}
