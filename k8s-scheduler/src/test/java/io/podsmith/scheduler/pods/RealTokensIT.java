// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.cluster.CredentialTrouble;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executor management with tokens of a real API server that expire. A token that is bound to a
 * Secret becomes invalid when that Secret is deleted, apart from 10 s in a cache of the server.
 */
class RealTokensIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final String PREFIX = "spark.kubernetes.authenticate";
  private static final String DRIVER = "driver";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int EXPIRIES = 3;

  @TempDir Path dir;
  private final String app = "tokens-" + Long.toString(System.nanoTime(), 36);
  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private Config config;
  private KubernetesClient admin;
  private KubernetesClient client;
  private ExecutorPodManager manager;
  private int tokens;

  @BeforeEach
  void prepare() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    config = Config.fromKubeconfig(Path.of(file).toFile());
    admin = new KubernetesClientBuilder().withConfig(config).build();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(DRIVER)
                .withNamespace(app)
                .endMetadata()
                .build())
        .create();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(DRIVER)
                .withNamespace(app)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("pods", "configmaps", "services", "persistentvolumeclaims")
                .withVerbs("*")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(DRIVER)
                .withNamespace(app)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", DRIVER)
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(DRIVER)
                .withNamespace(app)
                .endSubject()
                .build())
        .create();
  }

  @AfterEach
  void remove() {
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    if (admin != null) {
      if (manager != null) {
        manager.stop();
      }
      if (client != null) {
        client.close();
      }
      admin.namespaces().withName(app).delete();
      admin.close();
    }
  }

  /** A token, and the Secret that keeps it valid. */
  private record BoundToken(String text, Secret secret) {}

  private BoundToken newToken() {
    Secret secret =
        admin
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("bound-" + ++tokens)
                    .withNamespace(app)
                    .endMetadata()
                    .build())
            .create();
    String text =
        admin
            .serviceAccounts()
            .inNamespace(app)
            .withName(DRIVER)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(600L)
                    .withNewBoundObjectRef(
                        "v1", "Secret", secret.getMetadata().getName(), uid(secret))
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return new BoundToken(text, secret);
  }

  private static String uid(Secret secret) {
    return secret.getMetadata().getUid();
  }

  /** Replaces the file as the kubelet and other renewers do. */
  private Path write(BoundToken token) throws Exception {
    Path file = dir.resolve("token");
    Path next = Files.writeString(dir.resolve("next"), token.text);
    return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void expire(BoundToken token) throws Throwable {
    admin.resource(token.secret).delete();
    Config direct =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(config.getMasterUrl())
            .withCaCertFile(config.getCaCertFile())
            .withCaCertData(config.getCaCertData())
            .withOauthToken(token.text)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient old = new KubernetesClientBuilder().withConfig(direct).build()) {
      Eventually.within(
          LONG,
          () ->
              assertThatThrownBy(() -> old.pods().inNamespace(app).list())
                  .isInstanceOfSatisfying(
                      KubernetesClientException.class,
                      e -> assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_UNAUTHORIZED)));
    }
  }

  private void start(BoundToken token, String... settings) throws Exception {
    // The certificate of the administrator in the kubeconfig would be accepted before the token.
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
    Map<String, String> conf = new HashMap<>();
    conf.put(PREFIX + ".oauthTokenFile", write(token).toString());
    conf.put(PREFIX + ".caCertFile", authority().toString());
    for (int i = 0; i < settings.length; i += 2) {
      conf.put(settings[i], settings[i + 1]);
    }
    SparkSettings given = SparkSettings.of(conf, Map.of());
    client =
        KubernetesClients.create(
            "k8s://" + config.getMasterUrl(),
            Optional.of(app),
            PREFIX,
            ClientPurpose.DRIVER,
            given,
            Optional.empty());
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(given, client, app, app, Optional.empty()),
            TestPods.specs(app),
            backend,
            metrics);
    manager.start();
  }

  private Path authority() throws Exception {
    return config.getCaCertFile() != null
        ? Path.of(config.getCaCertFile())
        : Files.write(
            dir.resolve("ca.crt"), Base64.getMimeDecoder().decode(config.getCaCertData()));
  }

  private void want(int executors) throws Throwable {
    manager.setTotalExpectedExecutors(Map.of(0, executors));
    Eventually.knownToRun(LONG, metrics, executors);
  }

  @Test
  void outlivesThreeExpiriesWithAFileThatIsRenewed() throws Throwable {
    BoundToken token = newToken();
    start(token);
    want(2);
    try (LogLines log = new LogLines(CredentialTrouble.class)) {
      for (int i = 1; i <= EXPIRIES; i++) {
        BoundToken next = newToken();
        write(next);
        expire(token);
        token = next;

        long lost = i;
        admin
            .pods()
            .inNamespace(app)
            .withName(TestPods.name(app, lost))
            .withGracePeriod(0)
            .delete();
        Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(lost));
        want(2 + i);
      }
      assertThat(log.lines()).as("warnings about credentials").isEmpty();
    }
    manager.stop();
    assertThat(admin.pods().inNamespace(app).list().getItems()).as("pods after stop()").isEmpty();
    assertThat(backend.aborts).isEmpty();
  }

  @Test
  void endsTheApplicationWhoseTokenHasDied() throws Throwable {
    BoundToken token = newToken();
    start(token, "spark.podsmith.executor.accessTimeout", "3s");
    want(2);
    try (LogLines log = new LogLines(CredentialTrouble.class)) {
      expire(token);
      manager.setTotalExpectedExecutors(Map.of(0, 4));
      Eventually.within(LONG, () -> assertThat(backend.aborts).hasSize(1));
      assertThat(log.with("WARN")).singleElement().asString().contains(PREFIX + ".oauthTokenFile");
    }
    assertThat(backend.aborts)
        .singleElement()
        .asString()
        .contains("PODSMITH-CLUSTER-002", "rejected the token in the file", "write a valid token")
        .doesNotContain(token.text);
  }

  @Test
  void endsAnApplicationWithoutExecutorsWhosePermissionsWereTakenAway() throws Throwable {
    start(newToken(), "spark.podsmith.executor.accessTimeout", "3s");
    want(2);
    admin.rbac().roleBindings().inNamespace(app).withName(DRIVER).delete();
    manager.setTotalExpectedExecutors(Map.of(0, 4));
    Eventually.within(LONG, () -> assertThat(backend.aborts).hasSize(1));
    assertThat(backend.aborts)
        .singleElement()
        .asString()
        .contains("PODSMITH-CLUSTER-002", "no executor is registered", "the verb create on pods");
  }
}
