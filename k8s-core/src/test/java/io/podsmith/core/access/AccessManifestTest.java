// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessManifestTest {
  private static final Subject ALICE = new Subject("User", "alice", Optional.empty());

  private static AccessManifest manifest(SavedJob... jobs) {
    return new AccessManifest(
        Arrays.stream(jobs).map(SavedJob::access).toList(), List.of(ALICE), false);
  }

  private static List<String> names(AccessManifest manifest) {
    return manifest.roles().stream()
        .map(role -> "%s %s".formatted(role.kind(), role.name()))
        .toList();
  }

  @Test
  void explainsEachVerbInAComment() {
    String yaml =
        manifest(new SavedJob().set("spark.kubernetes.driver.master=local").after(Samples.claim()))
            .yaml();

    assertThat(yaml)
        .startsWith(
            """
            # Application pi in namespace jobs; its driver runs as service account runner.
            # You can delete a verb that is optional if you accept what the comment says.
            # Executors send no requests to the API server and need no rights.
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: pi-submitter
              namespace: jobs
            rules:
            - apiGroups: [""]
              resources: [events]
              verbs:
              # optional: explains why a driver does not start \
            (spark.kubernetes.submission.waitAppCompletion); without it: the reason is not logged
              # optional: podsmith status; without it: the reason why a pod does not start is not shown
              - list
            - apiGroups: [""]
              resources: [persistentvolumeclaims]
              verbs:
              # creates the PersistentVolumeClaim of step acme.x
              - create
            - apiGroups: [""]
              resources: [persistentvolumeclaims]
              resourceNames: [data]
              verbs:
              # applies the PersistentVolumeClaim of step acme.x
              - patch
              # optional: deletes the PersistentVolumeClaim of step acme.x if the submission fails; \
            without it: the PersistentVolumeClaim of step acme.x stays; the error has the command that \
            deletes it
              - delete
            - apiGroups: [""]
              resources: [pods]
              verbs:
            """)
        .contains(
            """
              # checks that the plan was not applied before
              # reads the driver until it ends (spark.kubernetes.submission.waitAppCompletion)
              # looks up the driver pod if the answer to its creation was lost
            """)
        .endsWith(
            """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: pi-submitter
              namespace: jobs
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: pi-submitter
            subjects:
            - apiGroup: rbac.authorization.k8s.io
              kind: User
              name: alice
            """);
  }

  @Test
  void bindsTheServiceAccountOfTheDriver() {
    assertThat(manifest(new SavedJob()).yaml())
        .endsWith(
            """
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: pi-driver
            subjects:
            - kind: ServiceAccount
              name: runner
              namespace: jobs
            """);
  }

  @Test
  void leavesTheBindingOfUnknownSubmittersWithoutEffect() {
    AccessManifest manifest =
        new AccessManifest(List.of(new SavedJob().access()), List.of(), false);

    assertThat(manifest.yaml())
        .contains(
            """
              name: pi-submitter
            # Name the submitters here, or print this again with --submitter.
            subjects: []
            ---
            """);
  }

  @Test
  void isTheSameAsTextAndAsTree() {
    AccessManifest manifest =
        manifest(new SavedJob().before(Samples.clusterRole(), Samples.podGroup()));

    List<HasMetadata> fromText = Serialization.unmarshal(list(manifest.yaml()));
    KubernetesList fromTree =
        Serialization.unmarshal(
            Serialization.asJson(manifest.tree().get("manifest")), KubernetesList.class);

    assertThat(fromText).hasSize(6);
    assertThat(Serialization.asJson(fromTree.getItems())).isEqualTo(Serialization.asJson(fromText));
  }

  private static java.io.InputStream list(String yaml) {
    return new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void listsRolesOfTheClusterBehindThoseOfNamespaces() {
    AccessManifest manifest =
        manifest(new SavedJob().before(Samples.clusterRole(), Samples.configMap("shared")));

    assertThat(manifest.roles())
        .extracting(AccessRole::party, AccessRole::kind, AccessRole::name, AccessRole::namespace)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Party.SUBMITTER, "Role", "pi-submitter", Optional.of("jobs")),
            org.assertj.core.groups.Tuple.tuple(
                Party.SUBMITTER, "Role", "pi-submitter", Optional.of("shared")),
            org.assertj.core.groups.Tuple.tuple(
                Party.SUBMITTER, "ClusterRole", "jobs-pi-submitter", Optional.empty()),
            org.assertj.core.groups.Tuple.tuple(
                Party.DRIVER, "Role", "pi-driver", Optional.of("jobs")));
  }

  @Test
  void leavesOutOptionalRights() {
    AccessManifest all = manifest(new SavedJob());
    AccessManifest required =
        new AccessManifest(List.of(new SavedJob().access()), List.of(ALICE), true);

    assertThat(all.yaml()).contains("# optional: ");
    assertThat(required.yaml()).doesNotContain("# optional: ").contains("  - create", "  - delete");
    assertThat(required.roles().get(0).rules())
        .extracting(rule -> rule.resource() + " " + rule.verbs().keySet())
        .containsExactly("pods [CREATE]", "pods [GET]");
  }

  @Test
  void hasNoRoleWithoutRules() {
    AccessManifest manifest =
        manifest(new SavedJob().set("spark.kubernetes.driver.master=local[2]"));

    assertThat(names(manifest)).containsExactly("Role pi-submitter");
  }

  @Test
  void combinesJobsOfOneServiceAccount() {
    AccessManifest manifest =
        manifest(
            new SavedJob().name("one").account("runner"),
            new SavedJob().name("two").account("other"),
            new SavedJob().name("two").account("runner"));

    assertThat(names(manifest))
        .containsExactly(
            "Role spark-submitter", "Role spark-driver-runner", "Role spark-driver-other");
    assertThat(manifest.roles().get(1).subjects())
        .containsExactly(Subject.serviceAccount("jobs", "runner"));
  }

  @ParameterizedTest
  @CsvSource({"My Job!, my-job", "'?', spark", "pi, pi"})
  void namesRolesByTheApplication(String app, String prefix) {
    assertThat(names(manifest(new SavedJob().name(app))))
        .containsExactly("Role %s-submitter".formatted(prefix), "Role %s-driver".formatted(prefix));
    assertThat(names(manifest(new SavedJob().name(app), new SavedJob().name(app))))
        .as("jobs of one name")
        .contains("Role %s-driver".formatted(prefix));
  }

  @Test
  void keepsTextsOfStepsInsideComments() {
    AccessManifest manifest = manifest(new SavedJob().name("a\nkind: Secret"));

    assertThat(manifest.yaml())
        .startsWith("# Application a kind: Secret in namespace jobs; its driver");
  }

  @Test
  void notesWhatCannotBeKnown() {
    SavedJob job =
        new SavedJob()
            .executorUnknown("the template is a file of the driver")
            .set("spark.kubernetes.allocation.pods.allocator=com.acme.Mine")
            .before(Samples.podGroup(), Samples.podGroup(), Samples.clusterRole());

    assertThat(job.access().notes())
        .containsExactly(
            "The objects that steps create beside executors are unknown, because the template is a"
                + " file of the driver",
            "The allocator com.acme.Mine (spark.kubernetes.allocation.pods.allocator) may send"
                + " requests of its own; add the rights that its documentation lists.",
            "Check the plural and the scope of these custom resources, which only the API server"
                + " knows: podgroups.scheduling.volcano.sh.",
            "The API server accepts the ClusterRole of step acme.x only from those who have all"
                + " rights that it grants, or the verbs escalate and bind.");
    assertThat(manifest(job).yaml()).contains("# Note: The allocator com.acme.Mine");
    assertThat(new SavedJob().access().notes()).isEmpty();
  }

  @Test
  void explainsRolesToPrograms() {
    Map<String, Object> tree = manifest(new SavedJob().after(Samples.service())).tree();

    assertThat(Serialization.asJson(tree.get("jobs")))
        .isEqualTo(
            "[{\"application\":\"pi\",\"namespace\":\"jobs\",\"serviceAccount\":\"runner\",\"notes\":[]}]");
    assertThat(Serialization.asJson(tree.get("roles")))
        .startsWith(
            "[{\"party\":\"submitter\",\"kind\":\"Role\",\"name\":\"pi-submitter\",\"namespace\":\"jobs\",\"rules\":[{\"group\":\"\",\"resource\":\"events\",\"names\":[],\"verbs\":[{\"verb\":\"list\",\"optional\":true,\"needs\":[{\"why\":\"explains")
        .contains("\"without\":\"the reason is not logged\"")
        .contains(
            "{\"verb\":\"create\",\"optional\":false,\"needs\":[{\"why\":\"creates the Service of step acme.x\"}]}");
  }

  @ParameterizedTest
  @CsvSource({"runner, runner", ", default", "'', default"})
  void takesTheDefaultServiceAccount(String account, String expected) {
    assertThat(new SavedJob().account(account).job().serviceAccount()).isEqualTo(expected);
  }

  @Test
  void listsAllObjectsOfAJob() {
    Job job = new SavedJob().before(Samples.configMap(null)).afterExecutor(Samples.claim()).job();

    assertThat(job.created())
        .extracting(HasMetadata::getKind)
        .containsExactly("ConfigMap", "PersistentVolumeClaim");
    assertThat(job.executorPod()).isPresent();
    assertThat(job.driverPod().getMetadata().getName()).isEqualTo("pi");
    assertThat(new SavedJob().executorUnknown("x").job().executorPod()).isEmpty();
  }
}
