package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.Constants;
import io.podsmith.core.conf.SparkKeys;
import io.podsmith.core.conf.SparkSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkMasterRegex;
import org.apache.spark.deploy.SparkSubmitOperation;

/** Kills drivers and tells how they are. */
public class SubmissionOperation implements SparkSubmitOperation {
  private final PrintStream out;

  /** Talks to the user as SparkSubmit does, on standard error. */
  public SubmissionOperation() {
    this(System.err);
  }

  SubmissionOperation(PrintStream out) {
    this.out = out;
  }

  @Override
  public boolean supports(String master) {
    return SparkMasterRegex.isK8s(master);
  }

  @Override
  public void kill(String submissionId, SparkConf conf) {
    SparkSettings settings = SparkConfs.settings(conf);
    Optional<Long> gracePeriod = settings.get(ConfigKeys.KUBERNETES_SUBMIT_GRACE_PERIOD);
    forEachDriver(
        "delete",
        submissionId,
        settings,
        (client, driver) -> {
          PodResource pod = client.pods().resource(driver);
          gracePeriod.ifPresentOrElse(
              seconds -> pod.withGracePeriod(seconds).delete(), pod::delete);
          out.println("Killed driver " + driver.getMetadata().getName());
        });
  }

  @Override
  public void printSubmissionStatus(String submissionId, SparkConf conf) {
    forEachDriver(
        "list",
        submissionId,
        SparkConfs.settings(conf),
        (client, driver) ->
            out.println("Application status (driver):\n" + DriverStatus.describe(driver)));
  }

  private void forEachDriver(
      String verb,
      String submissionId,
      SparkSettings settings,
      BiConsumer<KubernetesClient, Pod> action) {
    SubmissionId id = SubmissionId.parse(submissionId);
    String master = settings.get(SparkKeys.MASTER).orElse("");
    try (KubernetesClient client = client(id, master, settings)) {
      List<Pod> drivers =
          client
              .pods()
              .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_DRIVER_ROLE)
              .list()
              .getItems()
              .stream()
              .filter(pod -> id.matches(pod.getMetadata().getName()))
              .toList();
      if (drivers.isEmpty()) {
        out.println(
            "No driver found for " + submissionId + " in namespace " + client.getNamespace());
      }
      drivers.forEach(driver -> action.accept(client, driver));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of(e, master, verb, drivers(id));
    }
  }

  private static ClusterErrors.Target drivers(SubmissionId id) {
    return new ClusterErrors.Target("Pod", "pods", id.namespace(), Optional.empty());
  }

  private static KubernetesClient client(SubmissionId id, String master, SparkSettings settings) {
    Optional<String> namespace =
        settings.contains(ConfigKeys.KUBERNETES_NAMESPACE)
            ? Optional.of(settings.get(ConfigKeys.KUBERNETES_NAMESPACE))
            : Optional.empty();
    return KubernetesClients.create(
        master,
        id.namespace().or(() -> namespace),
        ConfigKeys.KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX,
        ClientPurpose.SUBMISSION,
        settings,
        Optional.empty());
  }
}
