// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumesAndDirsTest {
  private static final String VOLUMES = "spark.mount-volumes";
  private static final String DIRS = "spark.local-dirs";
  private static final String CLAIM =
      "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.";

  @ParameterizedTest
  @ValueSource(strings = {"storageClass", "sizeLimit"})
  void refusesANewClaimThatIsHalfDescribed(String option) {
    assertRefused(
        VOLUMES,
        Case.executor(
            CLAIM + "mount.path", "/data",
            CLAIM + "options.claimName", "OnDemand",
            CLAIM + "options." + option, option.equals("sizeLimit") ? "10Gi" : "gp3"),
        PodsmithError.CONF_VOLUME,
        CLAIM + "options.claimName",
        "'OnDemand'",
        "set both");
  }

  @Test
  void refusesANameThatNoClaimCanHave() {
    assertRefused(
        VOLUMES,
        Case.executor(CLAIM + "mount.path", "/data", CLAIM + "options.claimName", "My_Claim"),
        PodsmithError.CONF_NAME,
        CLAIM + "options.claimName",
        "'My_Claim'");
  }

  @Test
  void acceptsTheIdOfATemplateInANewClaim() {
    KubernetesFeatureConfigStep step =
        BuiltInSteps.make(
            VOLUMES,
            Case.executor(
                "executor.id",
                "EXECID",
                CLAIM + "mount.path",
                "/data",
                CLAIM + "options.claimName",
                "OnDemand",
                CLAIM + "options.storageClass",
                "gp3",
                CLAIM + "options.sizeLimit",
                "10Gi"));
    assertThat(step.getAdditionalKubernetesResources())
        .singleElement()
        .extracting(claim -> claim.getMetadata().getName())
        .isEqualTo("demo-0-exec-EXECID-pvc-0");
  }

  @Test
  void makesNoClaimWhereOneIsSaidToExist() {
    assertThat(
            BuiltInSteps.make(
                    VOLUMES,
                    Case.executor(
                        CLAIM + "mount.path", "/data", CLAIM + "options.claimName", "mine"))
                .getAdditionalKubernetesResources())
        .isEmpty();
  }

  @Test
  void usesTheVolumesThatAreMeantForIt() {
    SparkPod pod =
        SparkPod.empty()
            .editContainer(
                c ->
                    c.addNewVolumeMount()
                        .withName("spark-local-dir-b")
                        .withMountPath("/b")
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("other")
                        .withMountPath("/other")
                        .endVolumeMount()
                        .addNewVolumeMount()
                        .withName("spark-local-dir-a")
                        .withMountPath("/a")
                        .endVolumeMount());
    SparkPod configured =
        BuiltInSteps.make(DIRS, Case.executor("spark.local.dir", "/not/asked")).configurePod(pod);
    assertThat(configured.container().getEnv())
        .extracting(EnvVar::getValue)
        .containsExactly("/b,/a");
    assertThat(configured.pod()).isEqualTo(pod.pod());
  }

  @Test
  void keepsTheOrderOfFolders() {
    SparkPod configured =
        BuiltInSteps.make(DIRS, Case.driver("spark.local.dir", "/9,/1,/5"))
            .configurePod(SparkPod.empty());
    assertThat(configured.container().getEnv())
        .extracting(EnvVar::getValue)
        .containsExactly("/9,/1,/5");
    assertThat(configured.pod().getSpec().getVolumes())
        .extracting(Volume::getName)
        .containsExactly("spark-local-dir-1", "spark-local-dir-2", "spark-local-dir-3");
  }

  @Test
  void makesUpOneFolderForTheApplication() {
    assertThat(defaultFolder()).matches("/var/data/spark-[-0-9a-f]{36}").isEqualTo(defaultFolder());
  }

  private static String defaultFolder() {
    return BuiltInSteps.make(DIRS, Case.driver())
        .configurePod(SparkPod.empty())
        .container()
        .getVolumeMounts()
        .get(0)
        .getMountPath();
  }

  @Test
  void refusesAFolderWhereAnotherVolumeIsMounted() {
    KubernetesFeatureConfigStep step =
        BuiltInSteps.make(DIRS, Case.driver("spark.local.dir", "/template"));
    assertThatThrownBy(() -> step.configurePod(PodsOfTests.template()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.local.dir is '/template'")
        .hasMessageContaining("'template-volume'")
        .hasMessageContaining("spark-local-dir-1");
  }
}
