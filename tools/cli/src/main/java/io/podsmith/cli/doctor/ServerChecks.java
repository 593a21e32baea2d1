// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Checks the API server, the credentials and the namespace. */
final class ServerChecks {
  /** The version that the tests of Podsmith run on. */
  private static final String TESTED = "1.34";

  private static final int OLDEST_MINOR = 30;
  private static final String SERVER = "API server";
  private static final String CREDENTIALS = "credentials";
  private static final String NAMESPACE = "namespace";

  private final KubernetesClient client;
  private final String namespace;
  private final Findings findings;

  ServerChecks(KubernetesClient client, String namespace, Findings findings) {
    this.client = client;
    this.namespace = namespace;
    this.findings = findings;
  }

  /** Returns whether further requests make sense. */
  boolean run() {
    return checkVersion() && checkCredentials() && checkNamespace();
  }

  private boolean checkVersion() {
    VersionInfo version;
    try {
      version = client.getKubernetesVersion();
    } catch (KubernetesClientException e) {
      boolean isAnswer =
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
              || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
      if (isAnswer) {
        findings.warn(
            SERVER,
            "%s is reachable, but does not show its version (status %d)"
                .formatted(client.getMasterUrl(), e.getCode()),
            "check the version with: kubectl version");
        return true;
      }
      fail(SERVER, e, "get", new Target("Version", "version", Optional.empty(), Optional.empty()));
      return false;
    }
    String words = "%s, Kubernetes %s".formatted(client.getMasterUrl(), version.getGitVersion());
    if (isOld(version)) {
      findings.warn(
          SERVER,
          "%s, which is older than 1.%d".formatted(words, OLDEST_MINOR),
          "use a newer version; Podsmith is tested with %s".formatted(TESTED));
    } else {
      findings.ok(SERVER, words);
    }
    return true;
  }

  /** Providers add a plus to the minor version. */
  private static boolean isOld(VersionInfo version) {
    try {
      int minor = Integer.parseInt(String.valueOf(version.getMinor()).replaceAll("\\D.*", ""));
      return "1".equals(version.getMajor()) && minor < OLDEST_MINOR;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean checkCredentials() {
    try {
      SelfSubjectReview review =
          client
              .authentication()
              .v1()
              .selfSubjectReviews()
              .create(new SelfSubjectReviewBuilder().build());
      findings.ok(
          CREDENTIALS,
          "requests are those of %s".formatted(review.getStatus().getUserInfo().getUsername()));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        fail(
            CREDENTIALS,
            e,
            "create",
            new Target(
                "SelfSubjectReview",
                "selfsubjectreviews.authentication.k8s.io",
                Optional.empty(),
                Optional.empty()));
        return false;
      }
      findings.warn(
          CREDENTIALS,
          "the API server does not say whose requests these are (status %d)".formatted(e.getCode()),
          "check with: kubectl auth whoami");
      return true;
    }
  }

  private boolean checkNamespace() {
    Findings.Answer<Namespace> answer =
        findings.read(
            NAMESPACE,
            "namespace %s".formatted(namespace),
            () -> client.namespaces().withName(namespace).get());
    if (answer.isMissing()) {
      findings.fail(
          NAMESPACE,
          "%s does not exist".formatted(namespace),
          "create it with: kubectl create namespace %s; or change spark.kubernetes.namespace"
              .formatted(namespace));
      return false;
    }
    if (answer.found().isPresent()) {
      boolean isTerminating = answer.found().get().getMetadata().getDeletionTimestamp() != null;
      if (isTerminating) {
        findings.fail(
            NAMESPACE,
            "%s is being deleted".formatted(namespace),
            "wait until it is gone and create it again, or change spark.kubernetes.namespace");
        return false;
      }
      findings.ok(NAMESPACE, "%s exists".formatted(namespace));
    }
    return true;
  }

  private void fail(String check, KubernetesClientException e, String verb, Target target) {
    findings.fail(
        check, DoctorCommand.words(ClusterErrors.of(e, client.getConfiguration(), verb, target)));
  }
}
