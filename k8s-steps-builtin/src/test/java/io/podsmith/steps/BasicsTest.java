// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicsTest {
  private static final String DRIVER = "spark.driver-basics";
  private static final String EXECUTOR = "spark.executor-basics";

  @Test
  void namesTheContainerWhereTheTemplateDoesNot() {
    assertThat(BuiltInSteps.make(DRIVER, Case.driver()).configurePod(SparkPod.empty()).container())
        .extracting(Container::getName)
        .isEqualTo("spark-kubernetes-driver");
    assertThat(
            BuiltInSteps.make(EXECUTOR, Case.executor()).configurePod(SparkPod.empty()).container())
        .extracting(Container::getName)
        .isEqualTo("spark-kubernetes-executor");
  }

  @Test
  void overridesResourcesOfTheTemplateThatSettingsName() {
    SparkPod template =
        SparkPod.of(
            new Pod(),
            new ContainerBuilder()
                .withNewResources()
                .addToRequests("cpu", new Quantity("9"))
                .addToRequests("memory", new Quantity("9Gi"))
                .endResources()
                .build());
    assertThat(
            BuiltInSteps.make(DRIVER, Case.driver())
                .configurePod(template)
                .container()
                .getResources()
                .getRequests())
        .hasToString("{cpu=1, memory=1408Mi}");
  }

  @Test
  void keepsTheTemplatesGracePeriodUnlessTheSettingIsGiven() {
    SparkPod template =
        SparkPod.empty().editSpec(spec -> spec.withTerminationGracePeriodSeconds(300L));
    String key = "spark.kubernetes.executor.terminationGracePeriodSeconds";

    assertThat(gracePeriod(Case.executor(), template)).isEqualTo(300L);
    assertThat(gracePeriod(Case.executor(key, "45s"), template)).isEqualTo(45L);
    assertThat(gracePeriod(Case.executor(), SparkPod.empty())).isEqualTo(30L);
  }

  private static Long gracePeriod(Case given, SparkPod template) {
    return BuiltInSteps.make(EXECUTOR, given)
        .configurePod(template)
        .pod()
        .getSpec()
        .getTerminationGracePeriodSeconds();
  }

  @Test
  void keepsThePostStartHookOfTheTemplateBesideDecommissioning() {
    SparkPod template =
        SparkPod.empty()
            .editContainer(
                container ->
                    container
                        .withNewLifecycle()
                        .withNewPostStart()
                        .withNewExec()
                        .addToCommand("warm-up")
                        .endExec()
                        .endPostStart()
                        .withNewPreStop()
                        .withNewSleep(3L)
                        .endPreStop()
                        .endLifecycle());

    Lifecycle kept =
        BuiltInSteps.make(EXECUTOR, Case.executor())
            .configurePod(template)
            .container()
            .getLifecycle();
    Lifecycle decommissioned =
        BuiltInSteps.make(EXECUTOR, Case.executor("spark.decommission.enabled", "true"))
            .configurePod(template)
            .container()
            .getLifecycle();

    assertThat(kept).isEqualTo(template.container().getLifecycle());
    assertThat(decommissioned.getPostStart().getExec().getCommand()).containsExactly("warm-up");
    assertThat(decommissioned.getPreStop().getExec().getCommand()).containsExactly("/opt/decom.sh");
    assertThat(decommissioned.getPreStop().getSleep()).as("a handler has one action").isNull();
  }

  @Test
  void refusesADriverWithoutImage() {
    assertRefused(
        DRIVER,
        Case.driver().without("spark.kubernetes.container.image"),
        PodsmithError.CONF_MISSING,
        "spark.kubernetes.driver.container.image",
        "spark.kubernetes.container.image");
  }

  @Test
  void refusesAnExecutorWithoutImage() {
    assertRefused(
        EXECUTOR,
        Case.executor().without("spark.kubernetes.container.image"),
        PodsmithError.CONF_MISSING,
        "spark.kubernetes.executor.container.image",
        "spark.kubernetes.container.image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "1 core", "-1", "1.5.2", "", "5mm", "1gi"})
  void refusesACpuRequestThatIsNoQuantity(String request) {
    assertRefused(
        DRIVER,
        Case.driver("spark.kubernetes.driver.request.cores", request),
        PodsmithError.CONF_INVALID,
        "spark.kubernetes.driver.request.cores",
        "'" + request + "'",
        "a non-negative Kubernetes quantity such as 500m");
  }

  @Test
  void refusesAnExecutorsCpuLimitThatIsNoQuantity() {
    assertRefused(
        EXECUTOR,
        Case.executor("spark.kubernetes.executor.limit.cores", "many"),
        PodsmithError.CONF_INVALID,
        "spark.kubernetes.executor.limit.cores",
        "'many'");
  }

  @Test
  void refusesALimitBelowTheDriversRequest() {
    assertRefused(
        DRIVER,
        Case.driver(
            "spark.kubernetes.driver.request.cores", "2",
            "spark.kubernetes.driver.limit.cores", "1500m"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.driver.limit.cores",
        "'1500m'",
        "at least the CPU request, which is 2");
  }

  @Test
  void refusesALimitBelowTheExecutorsCores() {
    assertRefused(
        EXECUTOR,
        Case.executor("executor.cores", "4", "spark.kubernetes.executor.limit.cores", "3"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.executor.limit.cores",
        "which is 4",
        "spark.kubernetes.executor.request.cores");
  }

  @Test
  void acceptsALimitThatEqualsTheRequestInOtherWords() {
    assertThat(
            BuiltInSteps.make(
                    DRIVER,
                    Case.driver(
                        "spark.kubernetes.driver.request.cores", "1500m",
                        "spark.kubernetes.driver.limit.cores", "1.5"))
                .configurePod(SparkPod.empty())
                .container()
                .getResources()
                .getLimits())
        .containsKey("cpu");
  }

  @Test
  void refusesGpusOfADriverWithoutVendor() {
    assertRefused(
        DRIVER,
        Case.driver("spark.driver.resource.gpu.amount", "1"),
        PodsmithError.CONF_MISSING,
        "spark.driver.resource.gpu.vendor",
        "nvidia.com");
  }

  @Test
  void refusesGpusOfAnExecutorWithoutVendor() {
    assertRefused(
        EXECUTOR,
        Case.executor("executor.gpus", "2"),
        PodsmithError.CONF_MISSING,
        "spark.executor.resource.gpu.vendor",
        "2 of gpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1023", "65536", "-1"})
  void refusesABlockManagerPortThatIsNotToBeHad(String port) {
    assertRefused(
        EXECUTOR,
        Case.executor("spark.blockManager.port", port),
        PodsmithError.CONF_INVALID,
        "spark.blockManager.port",
        "'" + port + "'",
        "between 1024 and 65535");
  }

  @Test
  void refusesADriverPortLeftToChance() {
    assertRefused(
        DRIVER,
        Case.driver("spark.driver.port", "0"),
        PodsmithError.CONF_INVALID,
        "spark.driver.port",
        "between 1 and 65535");
  }

  @Test
  void refusesFilesOfThisMachineWithoutAPlaceToUploadThem() {
    assertRefused(
        DRIVER,
        Case.driver("spark.jars", "/tmp/app.jar"),
        PodsmithError.CONF_MISSING,
        "spark.kubernetes.file.upload.path",
        "spark.jars",
        "'/tmp/app.jar'",
        "local://");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertRefused(
        DRIVER,
        Case.driver(
            "spark.kubernetes.file.upload.path", "s3a://bucket",
            "spark.files", "file:/nowhere/data.csv"),
        PodsmithError.CONF_FILE,
        "spark.files",
        "'file:/nowhere/data.csv'",
        "exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://"})
  void uploadsFilesThatAreThere(String scheme, @TempDir Path folder) throws IOException {
    String file = scheme + Files.writeString(folder.resolve("data.csv"), "1");
    Case given =
        Case.driver(
            "spark.kubernetes.file.upload.path",
            "s3a://bucket",
            "spark.files",
            file,
            "spark.archives",
            file + "#data");

    assertThat(BuiltInSteps.make(DRIVER, given).getAdditionalPodSystemProperties())
        .hasEntrySatisfying("spark.files", at -> assertThat(at).doesNotContain(folder.toString()))
        .hasEntrySatisfying("spark.archives", at -> assertThat(at).endsWith("#data"));
  }

  @Test
  void refusesAFileWhoseUriIsNone() {
    assertRefused(
        DRIVER,
        Case.driver(
            "spark.kubernetes.file.upload.path", "s3a://bucket",
            "spark.files", "file:/my data.csv"),
        PodsmithError.CONF_FILE,
        "spark.files",
        "'file:/my data.csv'");
  }

  @ParameterizedTest
  @CsvSource({
    "direct, Never",
    "statefulset, Always",
    "org.apache.spark.scheduler.cluster.k8s.StatefulSetPodsAllocator, Always",
    "org.apache.spark.scheduler.cluster.k8s.DeploymentPodsAllocator, Always",
    "org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator, Never",
  })
  void letsKubernetesRestartOnlyThePodsOfSets(String allocator, String policy) {
    Case given = Case.executor("spark.kubernetes.allocation.pods.allocator", allocator);
    assertThat(
            BuiltInSteps.make(EXECUTOR, given)
                .configurePod(SparkPod.empty())
                .pod()
                .getSpec()
                .getRestartPolicy())
        .isEqualTo(policy);
  }
}
