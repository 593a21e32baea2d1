package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

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

    assertThat(error.httpStatus()).isEqualTo(403);
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
        .hasMessageContaining("does not know podgroups.scheduling.volcano.sh")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  private static ClusterException describe(int code, String message) {
    return ClusterErrors.of(
        new KubernetesClientException(
            new StatusBuilder().withCode(code).withMessage(message).build()),
        "https://api",
        "create",
        POD);
  }
}
