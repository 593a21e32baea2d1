// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.access.AccessManifest;
import io.podsmith.core.access.AccessNeed;
import io.podsmith.core.access.AccessRole;
import io.podsmith.scheduler.pods.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A real API server with RBAC, as its administrator sees it. */
final class AccessCluster implements AutoCloseable {
  static final String SUBMITTER = "submitter";
  static final String DRIVER = "spark";
  static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path kubeconfig;
  private final KubernetesClient admin;
  private final Path directory;
  private final String previous = System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE, "");

  /**
   * Connects, and hides the kubeconfig, whose certificate is accepted before tokens.
   *
   * @param directory receives the certificate of the API server and tokens
   */
  AccessCluster(Path kubeconfig, Path directory) {
    this.kubeconfig = kubeconfig;
    this.directory = directory;
    admin =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
  }

  KubernetesClient admin() {
    return admin;
  }

  String master() {
    return "k8s://%s".formatted(admin.getMasterUrl().toString().replaceAll("/$", ""));
  }

  /** Connects with the token of an account. */
  KubernetesClient client(String namespace, String account) throws IOException {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getMasterUrl().toString())
                .withCaCertFile(certificateAuthority().toString())
                .withOauthToken(token(namespace, account))
                .build())
        .build();
  }

  /** Returns the audit log, which {@code AUDIT} of {@code .ci/kube/up.sh} writes. */
  Path auditLog() {
    return kubeconfig.resolveSibling("audit.log");
  }

  /** Creates a namespace with the accounts of submitter and driver, which may do nothing. */
  void createNamespace(String name) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    for (String account : List.of(SUBMITTER, DRIVER)) {
      admin
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName(account)
                  .withNamespace(name)
                  .endMetadata()
                  .build())
          .create();
    }
  }

  void deleteNamespace(String name) {
    admin.namespaces().withName(name).delete();
  }

  String token(String namespace, String account) {
    return admin
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  Path tokenFile(String namespace, String account) throws IOException {
    return Files.writeString(
        directory.resolve("%s-%s.token".formatted(namespace, account)), token(namespace, account));
  }

  Path certificateAuthority() throws IOException {
    Config config = admin.getConfiguration();
    return config.getCaCertFile() != null
        ? Path.of(config.getCaCertFile())
        : Files.write(
            directory.resolve("ca.crt"), Base64.getMimeDecoder().decode(config.getCaCertData()));
  }

  /** Creates what is printed, and waits until the API server knows it. */
  void apply(AccessManifest manifest) throws Throwable {
    List<HasMetadata> objects =
        admin
            .load(new ByteArrayInputStream(manifest.yaml().getBytes(StandardCharsets.UTF_8)))
            .items();
    assertThat(objects).isNotEmpty();
    objects.forEach(object -> admin.resource(object).create());
    await(manifest);
  }

  /** Creates the same without one verb of one resource. */
  void applyWithout(AccessManifest manifest, Right right) throws Throwable {
    for (AccessRole role : manifest.roles()) {
      AccessRole less = role.party() == right.party() ? right.removedFrom(role) : role;
      admin.resource(tree(less.role())).create();
      admin.resource(tree(less.binding())).create();
    }
    await(manifest);
  }

  private HasMetadata tree(Object tree) {
    return admin
        .getKubernetesSerialization()
        .unmarshal(admin.getKubernetesSerialization().asJson(tree));
  }

  /** The API server learns of Roles and bindings by watching them. */
  private void await(AccessManifest manifest) throws Throwable {
    for (AccessRole role : manifest.roles()) {
      Eventually.within(
          LONG,
          () ->
              assertThat(
                      role.rules().stream()
                          .flatMap(rule -> rule.verbs().values().stream())
                          .flatMap(List::stream)
                          .anyMatch(need -> isAllowed(role, need)))
                  .as("%s takes effect", role.name())
                  .isTrue());
    }
  }

  private boolean isAllowed(AccessRole role, AccessNeed need) {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(
                "system:serviceaccount:%s:%s"
                    .formatted(
                        role.subjects().get(0).namespace().orElseThrow(),
                        role.subjects().get(0).name()))
            .withNewResourceAttributes()
            .withNamespace(need.namespace().orElse(null))
            .withGroup(need.resource().group())
            .withResource(need.resource().plural())
            .withSubresource(need.resource().subresource())
            .withVerb(need.verb().word())
            .endResourceAttributes()
            .endSpec()
            .build();
    return admin.authorization().v1().subjectAccessReview().create(review).getStatus().getAllowed();
  }

  @Override
  public void close() {
    if (previous.isEmpty()) {
      System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    } else {
      System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, previous);
    }
    admin.close();
  }
}
