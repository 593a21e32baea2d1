// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.cli.AcmeJar;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacCommandTest {
  private static final String CLAIM = "spark.kubernetes.executor.volumes.persistentVolumeClaim.";

  @TempDir private Path directory;
  private Path settings;

  @BeforeEach
  void writeSettings() throws IOException {
    settings = write("pi.conf", "pi", "spark");
  }

  private Path write(String file, String name, String account) throws IOException {
    return Files.writeString(
        directory.resolve(file),
        """
        spark.master=k8s://https://127.0.0.1:1
        spark.app.name=%s
        spark.kubernetes.namespace=jobs
        spark.kubernetes.container.image=spark
        spark.kubernetes.authenticate.driver.serviceAccountName=%s
        """
            .formatted(name, account));
  }

  private static String succeeds(Object... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
    return run.out();
  }

  private Grants with(String... conf) {
    List<Object> words = new ArrayList<>(List.of("rbac", settings));
    for (String each : conf) {
      words.addAll(List.of("--conf", each));
    }
    return Grants.of(succeeds(words.toArray()));
  }

  @Test
  void printsWhatAPlainJobNeedsAndNothingElse() {
    Grants grants = with();

    assertThat(grants.names())
        .containsExactly(
            "Role pi-submitter",
            "RoleBinding pi-submitter",
            "Role pi-driver",
            "RoleBinding pi-driver");
    assertThat(grants.of("Role", "pi-submitter"))
        .containsExactlyInAnyOrder(
            "create pods",
            "get pods",
            "list pods",
            "watch pods",
            "delete pods",
            "get pods/log",
            "list events",
            "create configmaps",
            "patch configmaps",
            "delete configmaps",
            "create services",
            "patch services",
            "delete services");
    assertThat(grants.of("Role", "pi-driver"))
        .containsExactlyInAnyOrder(
            "create pods",
            "get pods",
            "list pods",
            "watch pods",
            "delete pods",
            "deletecollection pods",
            "create configmaps",
            "list configmaps",
            "delete configmaps",
            "deletecollection configmaps",
            "list services",
            "delete services",
            "deletecollection services");
  }

  @Test
  void limitsVerbsToNamesThatEachSubmissionUses() {
    Grants grants =
        with(
            "spark.kubernetes.driver.pod.name=pi",
            "spark.kubernetes.driver.annotateExitException=true");

    assertThat(grants.of("Role", "pi-submitter"))
        .contains("create pods", "get pods pi", "delete pods pi", "list pods", "watch pods")
        .doesNotContain("get pods", "delete pods");
    assertThat(grants.of("Role", "pi-driver")).contains("get pods", "patch pods pi");
  }

  @Test
  void createsObjectsWithFixedNamesAndNeverAppliesThem() {
    assertThat(with("spark.kubernetes.driver.resourceNamePrefix=pi").of("Role", "pi-submitter"))
        .contains("create services", "get services pi-driver-svc", "delete services pi-driver-svc")
        .doesNotContain("patch services");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.podsmith.explain.managedFields=true, submitter, patch pods",
    "spark.podsmith.submission.atomic=true, submitter, patch pods",
    "spark.podsmith.submission.atomic=true, submitter, create jobs.batch",
    "spark.kubernetes.authenticate.driver.oauthToken=t, submitter, create secrets",
    "spark.podsmith.networkPolicy.enabled=true, submitter, create networkpolicies.networking.k8s.io",
    "spark.podsmith.executor.protectSensitiveEnvironment=true, driver, create secrets",
    "spark.kubernetes.executor.decommissionLabel=gone, driver, patch pods",
    "spark.kubernetes.executor.deleteOnTermination=false, driver, patch pods",
    "spark.kubernetes.driver.annotateExitException=true, driver, patch pods",
  })
  void addsARightForASetting(String setting, String party, String right) {
    String role = "pi-%s".formatted(party);

    assertThat(with().of("Role", role)).doesNotContain(right);
    assertThat(with(setting).of("Role", role)).contains(right);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.submission.waitAppCompletion=false, submitter, watch pods",
    "spark.kubernetes.executor.disableConfigMap=true, driver, create configmaps",
    "spark.kubernetes.driver.service.deleteOnTermination=false, driver, deletecollection services",
    "spark.kubernetes.executor.enableApiWatcher=false, driver, watch pods",
  })
  void leavesARightOutForASetting(String setting, String party, String right) {
    String role = "pi-%s".formatted(party);

    assertThat(with().of("Role", role)).contains(right);
    assertThat(with(setting).of("Role", role)).doesNotContain(right);
  }

  @Test
  void growsExecutorsAndClaimsWithThePlugins() {
    String plugins = "org.apache.spark.scheduler.cluster.k8s.";
    assertThat(
            with(
                    "spark.plugins=%1$sExecutorResizePlugin,%1$sExecutorPVCResizePlugin"
                        .formatted(plugins),
                    "spark.kubernetes.executor.resizeInterval=10s")
                .of("Role", "pi-driver"))
        .contains(
            "list pods.metrics.k8s.io",
            "patch pods/resize",
            "get persistentvolumeclaims",
            "patch persistentvolumeclaims");
  }

  @Test
  void reusesClaims() {
    assertThat(
            with(
                    "%sdata.mount.path=/data".formatted(CLAIM),
                    "%sdata.options.claimName=OnDemand".formatted(CLAIM),
                    "%sdata.options.storageClass=fast".formatted(CLAIM),
                    "%sdata.options.sizeLimit=1Gi".formatted(CLAIM))
                .of("Role", "pi-driver"))
        .contains(
            "create persistentvolumeclaims",
            "list persistentvolumeclaims",
            "delete persistentvolumeclaims",
            "deletecollection persistentvolumeclaims");
  }

  @ParameterizedTest
  @CsvSource({"statefulset, statefulsets", "deployment, deployments"})
  void lettingAControllerCreateExecutorsTakesNoRightToCreatePods(String allocator, String sets) {
    assertThat(
            with("spark.kubernetes.allocation.pods.allocator=%s".formatted(allocator))
                .of("Role", "pi-driver"))
        .contains(
            "create %s.apps".formatted(sets),
            "delete %s.apps".formatted(sets),
            "update %s/scale.apps".formatted(sets),
            "patch pods")
        .doesNotContain("create pods");
  }

  @Test
  void aDriverWithoutExecutorsNeedsNothing() {
    assertThat(with("spark.kubernetes.driver.master=local[2]").names())
        .containsExactly("Role pi-submitter", "RoleBinding pi-submitter");
  }

  @Test
  void namesTheStepBehindEachObject() throws IOException {
    Path jar = AcmeJar.write(directory.resolve("acme-team-1.2.0.jar"), "one");

    assertThat(
            succeeds(
                "rbac",
                settings,
                "--conf",
                "spark.podsmith.steps.jars=%s".formatted(jar),
                "--conf",
                "spark.acme.team=data"))
        .contains("  # creates the ConfigMap of step acme.team\n", "the Service of step spark.");
  }

  @Test
  void saysWhatEachVerbIsForAndLeavesOptionalOnesOut() {
    List<String> lines = succeeds("rbac", settings).lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("  - ")) {
        assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("  # ");
      }
    }
    assertThat(lines)
        .anyMatch(line -> line.matches("  # optional: .+; without it: .+"))
        .contains("# Name the submitters here, or print this again with --submitter.");

    String required = succeeds("rbac", "--required-only", settings);
    assertThat(required).doesNotContain("# optional");
    assertThat(Grants.of(required).of("Role", "pi-driver"))
        .containsExactlyInAnyOrder("create pods", "get pods", "delete pods", "create configmaps");
  }

  @Test
  void bindsTheSubmittersAndTheServiceAccount() {
    String out =
        succeeds(
            "rbac",
            "--submitter",
            "Group:data",
            "--submitter",
            "ServiceAccount:ci/runner",
            settings);

    List<RoleBinding> bindings =
        Grants.of(out).objects().stream()
            .filter(RoleBinding.class::isInstance)
            .map(RoleBinding.class::cast)
            .toList();
    assertThat(bindings.get(0).getSubjects())
        .extracting(
            each -> "%s %s %s".formatted(each.getKind(), each.getNamespace(), each.getName()))
        .containsExactly("Group null data", "ServiceAccount ci runner");
    assertThat(bindings.get(1).getSubjects())
        .extracting(
            each -> "%s %s %s".formatted(each.getKind(), each.getNamespace(), each.getName()))
        .containsExactly("ServiceAccount jobs spark");
    assertThat(bindings.get(1).getRoleRef().getName()).isEqualTo("pi-driver");
  }

  @Test
  void rejectsASubjectThatIsNone() {
    CommandRun run = CommandRun.of("rbac", "--submitter", "alice", settings);

    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err())
        .startsWith("error: PODSMITH-CONF-009 ")
        .contains("'alice' is not a subject; use User:NAME, Group:NAME or ServiceAccount:");
  }

  @Test
  void coversSeveralJobsWithOneRoleForSubmitters() throws IOException {
    Path etl = write("etl.conf", "etl", "etl");

    assertThat(Grants.of(succeeds("rbac", settings, etl)).names())
        .containsExactly(
            "Role spark-submitter",
            "RoleBinding spark-submitter",
            "Role spark-driver-spark",
            "RoleBinding spark-driver-spark",
            "Role spark-driver-etl",
            "RoleBinding spark-driver-etl");
  }

  @Test
  void knowsTheNamesOfASavedPlan() {
    Path plan = directory.resolve("pi.yaml");
    succeeds(
        "plan", "-o", plan, "--properties-file", settings, "--class", "Pi", "local:///opt/pi.jar");

    Set<String> rights = Grants.of(succeeds("rbac", plan)).of("Role", "pi-submitter");

    assertThat(rights)
        .anyMatch(each -> each.matches("get pods pi-\\S+-driver"))
        .anyMatch(each -> each.matches("delete services pi-\\S+-svc"))
        .contains("create pods")
        .doesNotContain("get pods", "patch services");
  }

  @Test
  void printsTheSameAsDataAndAsAList() throws IOException {
    List<HasMetadata> yaml = Grants.of(succeeds("rbac", settings)).objects();
    JsonNode json = new JsonMapper().readTree(succeeds("rbac", "-o", "json", settings));

    List<HasMetadata> items = new ArrayList<>();
    json.at("/manifest/items").forEach(each -> items.add(Serialization.unmarshal(each.toString())));
    assertThat(items).isEqualTo(yaml);
    assertThat(json.at("/jobs/0/serviceAccount").asText()).isEqualTo("spark");
    assertThat(json.at("/roles/0/rules/0/verbs/0/needs/0/why").asText()).isNotEmpty();
  }

  @Test
  void holdsNoSecret() {
    assertThat(
            succeeds(
                "rbac", settings, "--conf", "spark.hadoop.fs.s3a.secret.key=s3cr3t", "-o", "json"))
        .contains("secrets")
        .doesNotContain("s3cr3t");
  }
}
