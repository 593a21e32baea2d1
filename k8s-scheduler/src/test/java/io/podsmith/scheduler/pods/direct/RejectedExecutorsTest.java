// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.Rejection;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When rejections by the API server end the application, and when executors wait for better days.
 */
public class RejectedExecutorsTest {
  public static final ApiFailure TERMINATING =
      new ApiFailure(
          403,
          "Forbidden",
          "HTTP 403, pods \"app-exec-1\" is forbidden: unable to create new content in namespace"
              + " locked because it is being terminated",
          Optional.empty(),
          Set.of("NamespaceTerminating"),
          null);
  private static final String POD_SECURITY =
      "pods \"app-exec-1\" is forbidden: violates PodSecurity \"restricted:latest\":"
          + " allowPrivilegeEscalation != false";
  private static final String QUOTA =
      "pods \"app-exec-1\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=9,"
          + " limited: pods=9";
  private static final String NO_RIGHT =
      "pods is forbidden: User \"system:serviceaccount:jobs:driver\" cannot create resource"
          + " \"pods\" in API group \"\" in the namespace \"jobs\"";
  private static final String VERSION =
      "resourceVersion should not be set on objects to be created";

  private static Rig rejecting(int status, String message, String... settings) {
    Map<String, String> conf = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
    Rig rig = new Rig(conf, TestPods.specs(Rig.APP), Optional.empty()).start();
    rejectAll(rig, status, message);
    return rig;
  }

  private static void rejectAll(Rig rig, int status, String message) {
    rig.cluster.createFails = () -> true;
    rig.cluster.profileFailure = FakeCluster.failure(status, "", message);
  }

  private static String aborted(Rig rig) {
    assertThat(rig.backend.aborts).as("the application has ended").hasSize(1);
    return String.valueOf(rig.backend.aborts.get(0).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        POD_SECURITY,
        NO_RIGHT,
        "admission webhook \"policy.acme.com\" denied the request: no owner label",
        "pods \"app-exec-1\" is forbidden: error looking up service account ns/none: not found"
      })
  void endsAfterMinutesWhereNoExecutorWasEverAccepted(String message) {
    Rig rig = rejecting(403, message);
    try (LogLines log = new LogLines(RefusalLog.class)) {
      rig.want(2);
      rig.loop.advance(Duration.ofMinutes(2));
      assertThat(rig.backend.aborts).as("a policy may be changed").isEmpty();
      rig.loop.advance(Duration.ofMinutes(2));
      assertThat(aborted(rig)).contains(message);
      assertThat(log.lines()).as("the server's words, once").hasSize(1);
    }
    assertThat(rig.cluster.count("create")).as("requests, at a slow pace").isLessThan(20);
  }

  @Test
  void waitsLongerForAQuotaThatOthersUseUp() {
    Rig rig = rejecting(403, QUOTA);
    rig.want(2);
    rig.loop.advance(Duration.ofMinutes(9));
    assertThat(rig.backend.aborts).isEmpty();
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(aborted(rig)).contains("exceeded quota").contains("spark.podsmith.executor.start");
  }

  @ParameterizedTest
  @CsvSource({"403, " + "'" + QUOTA + "'", "403, '" + POD_SECURITY + "'", "500, broken"})
  void waitsWhereAnExecutorWasAccepted(int status, String message) {
    Rig rig = new Rig(Map.of()).start();
    rig.want(1);
    rejectAll(rig, status, message);
    rig.want(2);
    rig.loop.advance(Duration.ofHours(2));
    assertThat(rig.backend.aborts).isEmpty();
    rig.cluster.createFails = () -> false;
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.running()).isEqualTo(2);
  }

  @Test
  void waitsForAsLongAsTheUserSays() {
    Rig rig = rejecting(403, POD_SECURITY, "spark.podsmith.executor.startTimeout", "0");
    rig.want(1);
    rig.loop.advance(Duration.ofHours(5));
    assertThat(rig.backend.aborts).isEmpty();
    Rig brief = rejecting(403, QUOTA, "spark.podsmith.executor.startTimeout", "1min");
    brief.want(1);
    brief.loop.advance(Duration.ofMinutes(2));
    assertThat(aborted(brief)).contains("exceeded quota");
  }

  @Test
  void endsAtOnceWhereTheNamespaceIsBeingDeleted() {
    Rig rig = new Rig(Map.of()).start();
    rig.want(2);
    rig.cluster.createFails = () -> true;
    rig.cluster.profileFailure = TERMINATING;
    rig.want(4);
    assertThat(aborted(rig)).contains("because it is being terminated");
    assertThat(((PodsmithException) rig.backend.aborts.get(0)).codeId())
        .isEqualTo("PODSMITH-CLUSTER-004");
  }

  @Test
  void endsAtOnceWhereTheNamespaceDoesNotExist() {
    Rig rig = rejecting(404, "namespaces \"gone\" not found");
    rig.want(1);
    assertThat(aborted(rig))
        .contains("namespaces \"gone\" not found", "spark.kubernetes.namespace");
  }

  @ParameterizedTest
  @CsvSource({
    "500, " + VERSION,
    "500, etcdserver: request is too large",
    "413, Request entity too large: limit is 3145728",
    "415, the body of the request was in an unknown format",
    "405, the server does not allow this method on the requested resource",
    "404, the server could not find the requested resource",
    "422, spec.containers[0].image: Required value"
  })
  void endsAfterThreeAnswersThatCannotChange(int status, String message) {
    Rig rig = rejecting(status, message);
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(10));
    assertThat(aborted(rig)).contains(message).contains("fix the setting");
    assertThat(rig.cluster.count("create")).isEqualTo(3);
    assertThat(rig.cluster.count("get")).as("there is nothing to look for").isZero();
  }

  @Test
  void endsAfterMinutesOfServerErrorsThatNobodyKnows() {
    Rig rig = rejecting(500, "Internal error occurred: failed calling webhook \"x\": EOF");
    rig.want(1);
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.backend.aborts).isEmpty();
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(aborted(rig)).contains("failed calling webhook");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 429, 503, 504})
  void outlivesAServerThatIsAway(int status) {
    Rig rig = rejecting(status, "not now");
    rig.want(1);
    rig.loop.advance(Duration.ofHours(1));
    assertThat(rig.backend.aborts).isEmpty();
    rig.cluster.createFails = () -> false;
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.running()).isEqualTo(1);
  }

  @Test
  void aPolicyAgainstOneProfileEndsWhereNoneOfItsExecutorsWasAccepted() {
    Rig rig = new Rig(Map.of()).start();
    rig.want(1);
    rig.cluster.failProfile = 7;
    rig.cluster.profileFailure = FakeCluster.failure(403, "Forbidden", POD_SECURITY);
    rig.want(Map.of(7, 1));
    rig.loop.advance(Duration.ofMinutes(4));
    assertThat(aborted(rig)).contains("resource profile 7");
  }

  @Test
  void namesTheRightToGrant() {
    ApiFailure failure = FakeCluster.failure(403, "Forbidden", NO_RIGHT);
    assertThat(Rejection.of(failure).advice(failure))
        .contains("grant system:serviceaccount:jobs:driver the verb create on pods")
        .contains("kubectl auth can-i create pods -n jobs");
  }
}
