// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The cases that depend on how an API server answers, on a real one. */
class RealCasesIT extends ClusterCases {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final String SUBMITTER = "submitter";

  @Override
  Config connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    return Config.fromKubeconfig(Path.of(file).toFile());
  }

  @Override
  String kubeconfig() {
    return System.getenv(KUBECONFIG);
  }

  @Override
  void restrictPods() {
    admin
        .namespaces()
        .withName(namespace)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {
              "metadata": {
                "labels": {
                  "pod-security.kubernetes.io/enforce": "restricted",
                  "pod-security.kubernetes.io/enforce-version": "latest"
                }
              }
            }
            """);
  }

  @Override
  String[] credentialsWithoutSecrets() throws Exception {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(SUBMITTER)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    Role role =
        admin
            .rbac()
            .roles()
            .load(CaseFiles.of("no-right-to-secrets").resolve("role.yaml").toFile())
            .item();
    admin.rbac().roles().inNamespace(namespace).resource(role).create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(SUBMITTER)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(SUBMITTER)
                .withNamespace(namespace)
                .endSubject()
                .build())
        .create();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(SUBMITTER)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    // The certificate of the administrator in the kubeconfig would be accepted before the token.
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
    String prefix = "spark.kubernetes.authenticate.submission.";
    return new String[] {
      prefix + "oauthToken", token, prefix + "caCertFile", certificateAuthority().toString()
    };
  }

  private Path certificateAuthority() throws Exception {
    if (config().getCaCertFile() != null) {
      return Path.of(config().getCaCertFile());
    }
    return Files.write(
        directory.resolve("ca.crt"), Base64.getMimeDecoder().decode(config().getCaCertData()));
  }
}
