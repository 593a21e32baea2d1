// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.Config;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.events.ExecutorPodEnded;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All cases on the embedded API server. */
class CasesIT extends ClusterCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EmbeddedApiServer server;

  @Override
  Config connect() {
    server =
        EmbeddedApiServer.builder()
            .token("of-the-submitter", "submitter")
            .authorizer(
                action ->
                    !action.user().equals("submitter") || !action.resource().equals("secrets"))
            .start();
    return server.config();
  }

  @AfterEach
  void clearFaults() {
    server.faults().clear();
  }

  @AfterAll
  void closeServer() {
    server.close();
  }

  @Override
  String kubeconfig() {
    return "/nowhere";
  }

  @Override
  void restrictPods() {
    server
        .faults()
        .add(
            Fault.on("create", "pods")
                .where(request -> !request.body().contains("\"allowPrivilegeEscalation\":false"))
                .forbidden(
                    "pods \"spark\" is forbidden: violates PodSecurity \"restricted:latest\":"
                        + " allowPrivilegeEscalation != false"));
  }

  @Override
  String[] credentialsWithoutSecrets() {
    return new String[] {"spark.kubernetes.authenticate.submission.oauthToken", "of-the-submitter"};
  }

  /** Checks that the test so far has changed nothing in its namespace. */
  private void assertNothingWasCreated() {
    assertThat(server.requests())
        .filteredOn(request -> request.namespace().equals(namespace))
        .filteredOn(request -> !request.resource().equals("serviceaccounts"))
        .filteredOn(request -> !request.body().contains("kube-root-ca.crt"))
        .extracting(RecordedRequest::method)
        .doesNotContain("POST", "PUT", "PATCH", "DELETE");
  }

  private Pod driver() {
    List<Pod> drivers = pods(Constants.SPARK_POD_DRIVER_ROLE);
    assertThat(drivers).as("driver pods").hasSize(1);
    return drivers.get(0);
  }

  @Test
  void rejectsAnEMailAddressAsPodNamePrefix() {
    Throwable failure = cases.failedStart("notebook-user", "settings.conf");

    assertThat(failure)
        .hasMessageContaining(
            "spark.kubernetes.executor.podNamePrefix is 'notebook-Jo_Doe@lab.example'")
        .hasMessageContaining("lower-case letters, digits");
    assertNothingWasCreated();
  }

  @Test
  void rejectsAnEMailAddressAsLabel() {
    Throwable failure =
        cases.failedStart(
            "notebook-user", "settings.conf", "spark.kubernetes.executor.podNamePrefix", "jo-doe");

    assertThat(failure)
        .hasMessageContaining("spark.kubernetes.executor.label.started-by is 'Jo_Doe@lab.example'");
    assertNothingWasCreated();
  }

  @Test
  void warnsOnceOfASettingThatDoesNotExist() throws Throwable {
    cases.start("notebook-user", "settings-accepted.conf");
    awaitExecutors(2);

    assertThat(executors())
        .extracting(pod -> pod.getMetadata().getName())
        .allMatch(name -> name.startsWith("notebook-jo-doe-lab-example-exec-"));
    assertThat(warnings("do not exist"))
        .singleElement()
        .asString()
        .contains(
            "spark.kubernetes.executor.extraClassPath (did you mean"
                + " spark.executor.extraClassPath?)");
  }

  @Test
  void usesTheLocalDirectoriesOfTemplatesAndNoOthers() throws Throwable {
    assertThat(cases.submit("instance-storage", "settings.conf")).isEmpty();
    cases.start(
        "instance-storage",
        "settings.conf",
        "spark.dynamicAllocation.enabled",
        "false",
        "spark.executor.instances",
        "1");
    awaitExecutors(1);

    for (Pod pod : List.of(driver(), executors().get(0))) {
      assertThat(pod.getMetadata().getName()).doesNotContain("pod-template");
      assertThat(pod.getSpec().getVolumes())
          .filteredOn(volume -> volume.getEmptyDir() != null)
          .extracting(Volume::getName)
          .isEmpty();
      assertThat(pod.getSpec().getVolumes())
          .filteredOn(volume -> volume.getHostPath() != null)
          .extracting(Volume::getName)
          .containsExactly("spark-local-dir-1");
    }
  }

  @Test
  void namesBothVolumesAtTheConfDirectory() throws Throwable {
    Throwable atSubmission = cases.submit("conf-directory-mounted", "settings.conf").orElseThrow();
    Throwable inClientMode = cases.failedStart("conf-directory-mounted", "settings.conf");

    for (Throwable failure : List.of(atSubmission, inClientMode)) {
      assertThat(failure)
          .hasMessageContaining("[PODSMITH-CONF-005]")
          .hasMessageContainingAll(
              CaseFiles.of("conf-directory-mounted").resolve("executor-template.yaml").toString(),
              "'/opt/spark/conf'",
              "step spark.executor-conf",
              "set spark.kubernetes.executor.disableConfigMap to true");
    }
    assertNothingWasCreated();
  }

  @Test
  void listsAllMistakesOfATemplateAtOnce() throws Throwable {
    Throwable failure = cases.submit("template-mistakes", "settings.conf").orElseThrow();

    assertThat(failure)
        .hasMessageContaining("[PODSMITH-CONF-007]")
        .hasMessageContainingAll(
            CaseFiles.of("template-mistakes").resolve("driver-template.yaml").toString(),
            "spec.containers[0].volumeMounts[2].mountPath: the mount path '/job/keys'",
            "spec.env: is an unknown field",
            "did you mean spec.containers[0].env?",
            "spec.env[0].value: must be text, but is a number",
            "spec.volumes[2].nfs.server: is required");
    assertNothingWasCreated();
  }

  @Test
  void leavesNoPortOnTheHostNetworkToChance() throws Throwable {
    assertThat(cases.submit("host-network", "settings.conf")).isEmpty();
    cases.start("host-network", "settings.conf");
    awaitExecutors(2);

    List<Pod> pods = new ArrayList<>(executors());
    pods.add(driver());
    for (Pod pod : pods) {
      assertThat(pod.getSpec().getHostNetwork()).isTrue();
      assertThat(pod.getSpec().getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
      assertThat(pod.getSpec().getContainers())
          .flatExtracting(container -> container.getPorts())
          .extracting(ContainerPort::getContainerPort)
          .doesNotContain(0);
    }
  }

  @Test
  void warnsOnceOfEachPropertyOfAVolumeThatHasNoEffect() throws Throwable {
    assertThat(cases.submit("many-volumes", "settings.conf")).isEmpty();
    assertThat(warnings("spark.kubernetes.authenticate.serviceAccountName"))
        .singleElement()
        .asString()
        .contains("do not exist");

    assertThat(cases.submit("many-volumes", "settings-claims.conf")).isEmpty();
    for (String role : List.of("driver", "executor")) {
      assertThat(warnings("options.storageClass"))
          .filteredOn(
              line ->
                  line.contains(
                      "spark.kubernetes.%s.volumes.persistentVolumeClaim.models".formatted(role)))
          .as(role)
          .hasSize(1);
    }
    assertThat(warnings("mount.medium"))
        .singleElement()
        .asString()
        .contains(
            "options.path", "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-scratch");
  }

  @Test
  void warnsOnceThatPodsCannotSeeTheUploadPath() throws Throwable {
    assertThat(cases.submit("upload-path", "settings.conf")).isEmpty();

    assertThat(warnings("spark.kubernetes.file.upload.path"))
        .singleElement()
        .asString()
        .contains(
            "'%s'".formatted(directory.resolve("login")),
            CaseFiles.of("upload-path").resolve("login.conf").toString(),
            "s3a://bucket/path");
  }

  @Test
  void rejectsARelativeUploadPath() throws Throwable {
    // The settings are meant for another working directory than that of the test.
    Throwable failure =
        cases
            .submit(
                "upload-path",
                "settings-relative.conf",
                "spark.files",
                CaseFiles.of("upload-path").resolve("login.conf").toString())
            .orElseThrow();

    assertThat(failure)
        .hasMessageContaining(
            "[PODSMITH-CONF-007] spark.kubernetes.file.upload.path is './uploads'")
        .hasMessageContaining("s3a://bucket/path");
    assertThat(Path.of("uploads")).doesNotExist();
    assertNothingWasCreated();
  }

  @Test
  void requestsExecutorsSlowlyWhereAPolicyRejectsEach() throws Throwable {
    restrictPods();
    SparkContext context =
        cases.start("pod-security", "settings.conf", "spark.podsmith.executor.startTimeout", "6s");

    Eventually.within(LONG, () -> assertThat(context.isStopped()).isTrue());

    assertThat(server.requests())
        .filteredOn(request -> request.namespace().equals(namespace))
        .filteredOn(request -> request.method().equals("POST"))
        .filteredOn(request -> request.resource().equals("pods"))
        .as("requests for executors in 6 s")
        .hasSizeBetween(2, 12);
  }

  @Test
  void readsTheEndOfAnExecutorBehindAProxyByTheNameOfItsContainer() throws Throwable {
    try (PathProxy mesh = new PathProxy(config(), "", CasesIT::withProxyFirst);
        CaseRunner through = new CaseRunner(directory, mesh.url(), namespace)) {
      SparkContext context = through.start("proxy-first", "settings.conf");
      Ends ends = new Ends();
      context.addSparkListener(ends);
      awaitExecutors(2);
      Pod lost = executors().get(0);
      assertThat(lost.getSpec().getContainers().get(0).getName()).isEqualTo("mesh-proxy");

      report(lost, ended("work", 137, "OOMKilled"), running("mesh-proxy"));

      ExecutorPodEnded end = ends.events.poll(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(end).isNotNull();
      assertThat(end.exitCode()).isEqualTo(137);
      assertThat(end.cause()).isEqualTo("outOfMemory");
      Eventually.within(
          LONG,
          () ->
              assertThat(executors())
                  .as("the pod is deleted, and there is another")
                  .extracting(pod -> pod.getMetadata().getName())
                  .doesNotContain(lost.getMetadata().getName())
                  .hasSize(2));
    }
  }

  @Test
  void readsTheEndOfADriverBehindAProxyByTheNameOfItsContainer() throws Throwable {
    try (PathProxy mesh = new PathProxy(config(), "", CasesIT::withProxyFirst);
        CaseRunner through = new CaseRunner(directory, mesh.url(), namespace)) {
      CompletableFuture<Optional<Throwable>> submission =
          CompletableFuture.supplyAsync(
              () -> through.submitAndWait("proxy-first", "settings.conf"),
              task -> new Thread(task).start());
      Eventually.within(LONG, () -> assertThat(pods(Constants.SPARK_POD_DRIVER_ROLE)).hasSize(1));
      Pod driver = driver();
      assertThat(driver.getSpec().getContainers().get(0).getName()).isEqualTo("mesh-proxy");

      report(driver, running("mesh-proxy"), ended("work", 3, "Error"));

      Throwable failure = submission.get(LONG.toSeconds(), TimeUnit.SECONDS).orElseThrow();
      assertThat(failure).isInstanceOf(SparkUserAppException.class);
      assertThat(((SparkUserAppException) failure).exitCode()).isEqualTo(3);
      assertThat(failure.getCause()).hasMessageContaining("container work ended with exit code 3");
    }
  }

  @Test
  void reportsThatCpuAndMemoryOfATemplateAreReplaced() throws Throwable {
    assertThat(cases.submit("template-resources", "settings.conf")).isEmpty();
    assertReplaced(" (estimated before the driver runs)");

    cases.start("template-resources", "settings.conf");
    awaitExecutors(2);
    assertReplaced(":");
    assertThat(executors())
        .allSatisfy(
            pod ->
                assertThat(pod.getSpec().getContainers().get(0).getResources().getLimits())
                    .containsKeys("ephemeral-storage", "hugepages-2Mi", "nvidia.com/gpu"));
  }

  private void assertReplaced(String where) {
    assertThat(warnings("executor pods of resource profile 0" + where))
        .singleElement()
        .asString()
        .contains(
            "cpu request 500m -> 1",
            "memory request 2Gi -> 2432Mi",
            "memory limit 8Gi -> 2432Mi",
            "spark.executor.memory");
  }

  @Test
  void uploadsAnArchiveWithItsNameAndTheProgramThatUsesIt() throws Throwable {
    Path archive = Files.writeString(directory.resolve("env.tar.gz"), "an archive");
    Path helper = Files.writeString(directory.resolve("helper.py"), "print('helped')\n");
    Path program = Files.writeString(directory.resolve("job.py"), "import helper\n");

    assertThat(cases.submit(List.of(program.toUri().toString()), "conda-archive", "settings.conf"))
        .isEmpty();

    Properties properties = properties(driver());
    assertThat(properties.getProperty("spark.archives"))
        .startsWith("file:")
        .contains("/uploads/spark-upload-")
        .endsWith("/env.tar.gz#environment");
    assertThat(properties.getProperty("spark.pyspark.python"))
        .isEqualTo("./environment/bin/python");
    assertThat(properties.getProperty("spark.submit.pyFiles")).endsWith("/helper.py");
    try (Stream<Path> uploaded = Files.walk(directory.resolve("uploads"))) {
      assertThat(uploaded.filter(Files::isRegularFile).map(Path::getFileName))
          .contains(archive.getFileName(), helper.getFileName(), program.getFileName());
    }
  }

  /** Returns the settings that a driver is given. */
  private Properties properties(Pod driver) throws Exception {
    String name =
        driver.getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals(Constants.SPARK_CONF_VOLUME_DRIVER))
            .map(volume -> volume.getConfigMap().getName())
            .findFirst()
            .orElseThrow();
    ConfigMap map = admin.configMaps().inNamespace(namespace).withName(name).get();
    Properties properties = new Properties();
    properties.load(new StringReader(map.getData().get(Constants.SPARK_CONF_FILE_NAME)));
    return properties;
  }

  /** Does what the webhook of a service mesh does. */
  private static String withProxyFirst(String pod) {
    try {
      ObjectNode edited = (ObjectNode) JSON.readTree(pod);
      ObjectNode proxy = JSON.createObjectNode().put("name", "mesh-proxy").put("image", "mesh:1");
      edited.withObject("/spec").withArray("containers").insert(0, proxy);
      return edited.toString();
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(Pod pod, ContainerStatus... containers) {
    admin
        .resource(pod)
        .editStatus(
            found ->
                new PodBuilder(found)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(containers)
                    .endStatus()
                    .build());
  }

  private static ContainerStatus running(String name) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .build();
  }

  private static ContainerStatus ended(String name, int exitCode, String reason) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(reason)
        .endTerminated()
        .endState()
        .build();
  }

  private static final class Ends extends SparkListener {
    private final BlockingQueue<ExecutorPodEnded> events = new LinkedBlockingQueue<>();

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof ExecutorPodEnded ended) {
        events.add(ended);
      }
    }
  }
}
