// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterErrorsTest {
  private static final ClusterErrors.Target POD =
      ClusterErrors.Target.of(
          new PodBuilder().withNewMetadata().withName("my-driver").endMetadata().build(),
          Optional.of("jobs"));

  @Test
  void namesTheCommandThatChecksAMissingPermission() {
    ClusterException error =
        describe(
            403,
            "pods is forbidden: User \"system:serviceaccount:jobs:sub\" cannot create resource"
                + " \"pods\" in API group \"\" in the namespace \"jobs\"");

    assertThat(error.httpStatus()).hasValue(403);
    assertThat(error)
        .hasMessageContaining("PODSMITH-CLUSTER-002")
        .hasMessageContaining("cannot create pod my-driver in namespace jobs")
        .hasMessageContaining("system:serviceaccount:jobs:sub")
        .hasMessageContaining("kubectl auth can-i create pods -n jobs");
  }

  @Test
  void tellsAQuotaFromAMissingPermission() {
    ClusterException error =
        describe(403, "pods \"my-driver\" is forbidden: exceeded quota: team, requested: cpu=1");

    assertThat(error)
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasMessageContaining("exceeded quota")
        .hasMessageNotContaining("auth can-i");
  }

  @Test
  void quotesTheFieldsThatTheServerRejects() {
    Status status =
        new StatusBuilder()
            .withCode(422)
            .withMessage("Pod \"my-driver\" is invalid: …")
            .withNewDetails()
            .addNewCause("spec.containers[0].image", "Required value", "FieldValueRequired")
            .endDetails()
            .build();

    assertThat(
            ClusterErrors.of(new KubernetesClientException(status), "https://api", "create", POD))
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasMessageContaining("spec.containers[0].image: Required value");
  }

  @Test
  void leavesOutObjectsThatTheServerPrints() {
    ClusterException error =
        describe(
            422,
            "Pod \"my-driver\" is invalid: spec: Forbidden: pod updates may not change fields\n"
                + "core.PodSpec{Env: {\"PASSWORD\": \"hunter2\"}}");

    assertThat(error).hasMessageNotContaining("hunter2");
  }

  @Test
  void saysHowToDeleteWhatIsInTheWay() {
    assertThat(describe(409, "pods \"my-driver\" already exists"))
        .hasMessageContaining("kubectl delete pods my-driver -n jobs");
  }

  @Test
  void saysThatTheNamespaceIsMissing() {
    assertThat(describe(404, "namespaces \"jobs\" not found"))
        .hasMessageContaining("PODSMITH-CLUSTER-004")
        .hasMessageContaining("spark.kubernetes.namespace");
  }

  @Test
  void namesTheServerThatCannotBeReached() {
    KubernetesClientException refused =
        new KubernetesClientException(
            "An error has occurred.", new IOException(new ConnectException("Connection refused")));

    assertThat(ClusterErrors.of(refused, "https://api:6443", "create", POD))
        .hasMessageContaining("PODSMITH-CLUSTER-001")
        .hasMessageContaining("https://api:6443")
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("check host and port");
  }

  @Test
  void pointsAtTheAuthorityWhenTheCertificateIsNotTrusted() {
    KubernetesClientException untrusted =
        new KubernetesClientException("x", new IOException(new SSLHandshakeException("PKIX")));

    assertThat(ClusterErrors.of(untrusted, "https://api", "create", POD))
        .hasMessageContaining("caCertFile");
  }

  @Test
  void saysThatTheClusterDoesNotKnowAKindWithoutShowingTheObject() {
    GenericKubernetesResource group =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("scheduling.volcano.sh/v1beta1")
            .withKind("PodGroup")
            .withNewMetadata()
            .withName("pg")
            .endMetadata()
            .build();
    KubernetesClientException unknown =
        new KubernetesClientException(
            "Could not find a registered handler for item: [GenericKubernetesResource(hunter2)].");

    ClusterException error =
        ClusterErrors.of(
            unknown, "https://api", "create", ClusterErrors.Target.of(group, Optional.of("jobs")));

    assertThat(error)
        .hasMessageContaining("PODSMITH-CLUSTER-004")
        .hasMessageContaining("does not support podgroups.scheduling.volcano.sh")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void saysThatTheCredentialsAreNotAccepted() {
    ClusterException error = describe(401, "Unauthorized");

    assertThat(error.httpStatus()).hasValue(401);
    assertThat(error)
        .hasMessage(
            "[PODSMITH-CLUSTER-002] cannot create pod my-driver in namespace jobs: the API server"
                + " at https://api rejected the credentials (Unauthorized); check the token"
                + " or certificate in spark.kubernetes.authenticate.*, or log in again for the"
                + " kubeconfig's context");
  }

  @Test
  void asksForNoPermissionWhereAnAdmissionPluginRefuses() {
    assertThat(describe(403, "pods \"my-driver\" is forbidden: violates PodSecurity"))
        .hasMessageContaining("PODSMITH-CLUSTER-002")
        .hasMessageEndingWith("(pods \"my-driver\" is forbidden: violates PodSecurity)");
  }

  @Test
  void takesARequestThatNamesNoAmountForAMatterOfTheQuota() {
    assertThat(describe(403, "forbidden: failed quota: team: must specify limits.cpu"))
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasMessageContaining("request less");
  }

  @Test
  void advisesOnlyWhereTheServersWordsAllowIt() {
    assertThat(describe(404, "pods \"my-driver\" not found"))
        .hasMessageEndingWith("pods \"my-driver\" not found");
    assertThat(describe(409, "the object has been modified"))
        .hasMessageContaining("PODSMITH-CLUSTER-003")
        .hasMessageEndingWith("the object has been modified");
  }

  @Test
  void passesOnWhatTheServerSaysOfAFailureOfItsOwn() {
    assertThat(describe(503, "etcd is not available"))
        .hasMessageContaining("PODSMITH-CLUSTER-005")
        .hasMessageEndingWith("the API server responded 503 (etcd is not available)");
  }

  @Test
  void namesTheReasonOrTheStatusWhereTheServerSaysNothing() {
    assertThat(of(new StatusBuilder().withCode(500).withReason("InternalError").build()))
        .hasMessageEndingWith("responded 500 (InternalError)");
    assertThat(of(new StatusBuilder().withCode(500).build()))
        .hasMessageEndingWith("responded 500 (status 500)");
  }

  @Test
  void quotesACauseWithoutAFieldAndEachCauseOnce() {
    Status status =
        new StatusBuilder()
            .withCode(422)
            .withNewDetails()
            .addNewCause(null, "too long", "FieldValueInvalid")
            .addNewCause(null, "too long", "FieldValueInvalid")
            .addNewCause("spec.a", "wrong", "FieldValueInvalid")
            .endDetails()
            .build();

    assertThat(of(status)).hasMessageEndingWith("rejected it: too long; spec.a: wrong");
  }

  @Test
  void quotesTheMessageWhereThereAreNoCauses() {
    assertThat(
            of(
                new StatusBuilder()
                    .withCode(400)
                    .withMessage("bad request")
                    .withNewDetails()
                    .endDetails()
                    .build()))
        .hasMessageEndingWith("rejected it: bad request");
  }

  @Test
  void shortensVeryLongWords() {
    String longest = "x".repeat(600);

    assertThat(describe(422, longest)).hasMessageEndingWith(longest);
    assertThat(describe(422, longest + "y")).hasMessageEndingWith(longest + "...");
  }

  @Test
  void putsAftermathBehindTheFailure() {
    assertThat(
            ClusterErrors.of(
                failure(new StatusBuilder().withCode(500).build()),
                "https://api",
                "create",
                POD,
                "Nothing was created"))
        .hasMessageEndingWith("(status 500). Nothing was created");
  }

  static Stream<Arguments> networkFailures() {
    return Stream.of(
        Arguments.of(new UnknownHostException("api"), "the host name cannot be resolved"),
        Arguments.of(new TimeoutException("late"), "it did not respond in time"),
        Arguments.of(new HttpTimeoutException("late"), "it did not respond in time"),
        Arguments.of(new ConnectException("refused"), "cannot connect to it"),
        Arguments.of(new IOException("reset"), "check that the URL is correct"));
  }

  @ParameterizedTest
  @MethodSource("networkFailures")
  void saysWhatToLookAtWhereNoAnswerCame(Exception failure, String hint) {
    ClusterException error =
        ClusterErrors.of(
            new KubernetesClientException("An error has occurred.", failure),
            "https://api",
            "create",
            POD);

    assertThat(error.httpStatus()).isEmpty();
    assertThat(error)
        .hasMessageContaining("PODSMITH-CLUSTER-001")
        .hasMessageContaining(
            "(" + failure.getClass().getSimpleName() + ": " + failure.getMessage() + ")")
        .hasMessageContaining(hint);
  }

  @Test
  void namesOnlyTheKindOfAFailureThatSaysNothing() {
    assertThat(
            ClusterErrors.of(
                new KubernetesClientException("An error has occurred.", new IOException()),
                "https://api",
                "create",
                POD))
        .hasMessageContaining("(IOException)");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "408, true", "500, true", "504, true", "409, false", "499, false"})
  void tellsWhereTheServerMayHaveDoneItAllTheSame(int code, boolean isAmbiguous) {
    assertThat(ClusterErrors.isAmbiguous(new KubernetesClientException("x", code, null)))
        .isEqualTo(isAmbiguous);
  }

  @ParameterizedTest
  @MethodSource("connectionFailures")
  void knowsWhichRequestsNeverReachedTheServer(Exception failure, boolean isUnsent) {
    assertThat(ClusterErrors.isUnsent(new KubernetesClientException("x", failure)))
        .isEqualTo(isUnsent);
  }

  static Stream<Arguments> connectionFailures() {
    return Stream.of(
        Arguments.of(new SSLHandshakeException("PKIX"), true),
        Arguments.of(new IOException(new ConnectException("refused")), true),
        Arguments.of(new UnknownHostException("api"), true),
        Arguments.of(new IOException("Connection reset by peer"), false),
        Arguments.of(new TimeoutException("late"), false));
  }

  @Test
  void knowsThatNothingWasSentForAKindThatTheClusterDoesNotKnow() {
    assertThat(
            ClusterErrors.isAmbiguous(
                new KubernetesClientException("Could not find a registered handler for item: x")))
        .isFalse();
  }

  @Test
  void describesTargetsWithAndWithoutNameAndNamespace() {
    ClusterErrors.Target all =
        new ClusterErrors.Target("Pod", "pods", Optional.of("jobs"), Optional.empty());
    ClusterErrors.Target claim =
        ClusterErrors.Target.of(
            new PersistentVolumeBuilder().withNewMetadata().withName("v").endMetadata().build(),
            Optional.empty());
    ClusterErrors.Target deployment =
        ClusterErrors.Target.of(
            new DeploymentBuilder().withNewMetadata().withName("d").endMetadata().build(),
            Optional.of("jobs"));

    assertThat(all).hasToString("pods in namespace jobs");
    assertThat(all.canI("list")).isEqualTo("kubectl auth can-i list pods -n jobs");
    assertThat(all.deleteCommand()).isEqualTo("kubectl delete pods <name> -n jobs");
    assertThat(claim).hasToString("persistentvolume v");
    assertThat(claim.canI("get")).isEqualTo("kubectl auth can-i get persistentvolumes");
    assertThat(deployment.deleteCommand()).isEqualTo("kubectl delete deployments.apps d -n jobs");
  }

  private static ClusterException describe(int code, String message) {
    return of(new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private static ClusterException of(Status status) {
    return ClusterErrors.of(failure(status), "https://api", "create", POD);
  }

  private static KubernetesClientException failure(Status status) {
    return new KubernetesClientException(status);
  }
}
