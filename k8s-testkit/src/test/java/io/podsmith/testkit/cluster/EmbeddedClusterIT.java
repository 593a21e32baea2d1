// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The embedded node on the embedded API server. */
class EmbeddedClusterIT extends NodeContract {
  @Override
  EmbeddedCluster.Builder builder() {
    return EmbeddedCluster.builder();
  }

  @Test
  void servesLogs() {
    String pod = create(shell("echo one; echo two; echo three"));
    awaitPhase(pod, "Succeeded");

    assertThat(pod(pod).getLog()).isEqualTo("one\ntwo\nthree\n");
    assertThat(pod(pod).tailingLines(2).getLog()).isEqualTo("two\nthree\n");
  }

  @Test
  void servesLogsWhileTheyAreWritten() {
    String pod =
        create(shell("echo up; while [ ! -e $HOME/go ]; do sleep 0.1; done; echo went on"));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    cluster().awaitPod(pod, p -> "Running".equals(p.getStatus().getPhase()), DEADLINE);
    try (var following = pod(pod).watchLog(log)) {
      Awaiting.until(() -> log.toString().contains("up"), DEADLINE, "the first line arrives");
      cluster().client().pods().inNamespace("default").withName(pod).delete();
      cluster().awaitPodDeleted(pod, DEADLINE);
    }
    assertThat(cluster().logs(pod)).isEqualTo("up\n");
  }

  @Test
  void servesTheLogOfTheFormerRun() {
    String pod =
        create(
            new PodBuilder(shell("echo run $(ls $HOME | wc -l); touch $HOME/ran-$$$$; exit 1"))
                .editSpec()
                .withRestartPolicy("Always")
                .endSpec()
                .build());
    cluster()
        .awaitPod(
            pod,
            p ->
                p.getStatus().getContainerStatuses().stream()
                    .anyMatch(c -> c.getRestartCount() >= 1),
            DEADLINE);

    assertThat(pod(pod).inContainer("main").terminated().getLog()).startsWith("run ");
    // That a container runs again is told before it has printed anything.
    Awaiting.until(
        () -> cluster().logs(pod).contains("run 1"), DEADLINE, "the second run has printed");
    assertThat(cluster().logs(pod)).contains("run 0", "run 1");
  }

  @Test
  void writesAKubeconfigThatWorks() throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(cluster().kubeconfig()));

    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(client.nodes().withName(cluster().node().name()).get()).isNotNull();
      assertThat(client.getNamespace()).isEqualTo("default");
    }
  }

  @Test
  void tellsSparkHowToReachIt() {
    Map<String, String> properties = cluster().sparkProperties();

    assertThat(properties)
        .containsEntry("spark.master", "k8s://" + cluster().apiServer().url())
        .containsEntry("spark.kubernetes.driver.master", cluster().apiServer().url())
        .containsEntry("spark.kubernetes.namespace", "default");
    assertThat(Path.of(properties.get("spark.kubernetes.authenticate.submission.caCertFile")))
        .content()
        .startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(Path.of(properties.get("spark.kubernetes.authenticate.submission.oauthTokenFile")))
        .content()
        .isNotBlank();
  }

  @Test
  void givesContainersTheTokenOfTheirServiceAccount() {
    String pod =
        create(shell("cd /var/run/secrets/kubernetes.io/serviceaccount; cat namespace; ls"));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster().logs(pod)).isEqualTo("defaultca.crt\nnamespace\ntoken\n");
  }

  private PodResource pod(String name) {
    return cluster().client().pods().inNamespace("default").withName(name);
  }
}
