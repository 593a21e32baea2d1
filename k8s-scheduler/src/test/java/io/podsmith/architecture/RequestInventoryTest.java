// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which classes of the engine and the scheduler send requests to the API server. {@code
 * io.podsmith.core.access} lists the rights that these requests need.
 */
class RequestInventoryTest {
  private static final String CLIENT = "io.fabric8.kubernetes.client";

  /** Methods of the client that send a request. */
  private static final Set<String> SENDING =
      Set.of(
          "create",
          "get",
          "require",
          "list",
          "watch",
          "edit",
          "editStatus",
          "patch",
          "update",
          "replace",
          "delete",
          "serverSideApply",
          "getLog",
          "watchLog",
          "metrics",
          "raw",
          "sendAsync",
          "consumeBytes",
          "waitUntilCondition");

  /** Classes that send requests, with where their needs are listed. */
  private static final Set<String> SUBMITTER =
      Set.of(
          "CleanUp",
          "ClientDriverRequests",
          "DriverCreation",
          "DriverLog",
          "GuardedCreation",
          "Lease",
          "PodDeletion",
          "PodEvents",
          "PodPages",
          "SavedPlan",
          "ServerDryRun",
          "StepFields",
          "SubmissionControl");

  private static final Set<String> DRIVER =
      Set.of(
          "ExecutorParts",
          "ExecutorSecret",
          "ExitDiagnostics",
          "HttpClusterApi",
          "HttpCollectionApi",
          "HttpExchange",
          "HttpGrowthApi",
          "PatientCreate",
          "PodWatch");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.podsmith.core", "io.podsmith.scheduler", "io.podsmith.steps");

  @Test
  void everyClassThatSendsRequestsIsKnown() {
    Set<String> expected = new TreeSet<>(SUBMITTER);
    expected.addAll(DRIVER);

    assertThat(senders())
        .as(
            "add what a new request needs to SubmitterNeeds or DriverNeeds of io.podsmith.core.access,"
                + " and its class to this list")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Set<String> senders() {
    return OURS.stream()
        .flatMap(each -> each.getMethodCallsFromSelf().stream())
        .filter(RequestInventoryTest::sends)
        .map(call -> outermost(call.getOriginOwner()).getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean sends(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith(CLIENT)
        && !call.getTargetOwner().getPackageName().startsWith(CLIENT + ".utils")
        && SENDING.contains(call.getName());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(RequestInventoryTest::outermost).orElse(type);
  }
}
