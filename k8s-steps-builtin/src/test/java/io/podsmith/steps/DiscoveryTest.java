// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final List<String> DRIVER =
      List.of(
          "spark.driver-basics",
          "spark.driver-credentials",
          "spark.driver-service",
          "spark.network-policy",
          "spark.mount-secrets",
          "spark.env-secrets",
          "spark.mount-volumes",
          "spark.driver-command",
          "spark.driver-hadoop-conf",
          "spark.kerberos",
          "spark.pod-template",
          "spark.local-dirs",
          "spark.volcano",
          "podsmith.restricted");
  private static final List<String> EXECUTOR =
      List.of(
          "spark.executor-basics",
          "spark.executor-conf",
          "spark.executor-credentials",
          "spark.mount-secrets",
          "spark.env-secrets",
          "spark.mount-volumes",
          "spark.executor-hadoop-conf",
          "spark.kerberos",
          "spark.local-dirs",
          "spark.volcano",
          "podsmith.restricted");

  @Test
  void findsAllBuiltInStepsByServiceLoader() {
    assertThat(BuiltInSteps.byId().keySet())
        .as("a factory needs @AutoService and a place in these lists")
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(DRIVER.stream(), EXECUTOR.stream()).distinct().toList());
  }

  @Test
  void runsTheStepsOfDriversInTheOrderOfSpark() {
    assertThat(order(PodRole.DRIVER)).containsExactlyElementsOf(DRIVER);
  }

  @Test
  void runsTheStepsOfExecutorsInTheOrderOfSpark() {
    assertThat(order(PodRole.EXECUTOR)).containsExactlyElementsOf(EXECUTOR);
  }

  @Test
  void answersToTheNamesThatSparksOwnStepsHave() {
    assertThat(
            BuiltInSteps.byId().values().stream()
                .map(FeatureStepFactory::aliases)
                .flatMap(Collection::stream)
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .distinct())
        .as("users exclude steps by these names")
        .containsExactlyInAnyOrder(
            "BasicDriverFeatureStep",
            "BasicExecutorFeatureStep",
            "DriverCommandFeatureStep",
            "DriverKubernetesCredentialsFeatureStep",
            "DriverServiceFeatureStep",
            "EnvSecretsFeatureStep",
            "ExecutorKubernetesCredentialsFeatureStep",
            "HadoopConfDriverFeatureStep",
            "HadoopConfExecutorFeatureStep",
            "KerberosConfDriverFeatureStep",
            "LocalDirsFeatureStep",
            "MountSecretsFeatureStep",
            "MountVolumesFeatureStep",
            "NetworkPolicyFeatureStep",
            "PodTemplateConfigMapStep",
            "VolcanoFeatureStep");
  }

  @Test
  void describesEveryStepInOneSentence() {
    assertThat(BuiltInSteps.byId().values())
        .allSatisfy(step -> assertThat(step.description()).matches("[A-Z][^\\n]{20,160}[.*]"));
  }

  @Test
  void ownsEachSettingOnce() {
    assertThat(
            BuiltInSteps.byId().values().stream()
                .flatMap(step -> step.configEntries().stream())
                .map(ConfigEntry::key))
        .as("a setting belongs to one step, so that its documentation stands in one place")
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(40);
  }

  @Test
  void doesNotShareAmongExecutorsWhatDependsOnTheirId() {
    Map<String, FeatureStepFactory> steps = BuiltInSteps.byId();
    assertThat(steps.get("spark.mount-volumes").scope()).isEqualTo(StepScope.POD);
  }

  private static List<String> order(PodRole role) {
    try (StepRegistry registry =
        StepRegistry.load(SparkSettings.of(Map.of(), Map.of()), new LocalFiles())) {
      return registry.steps(role).stream()
          .map(StepInfo::id)
          .filter(id -> BuiltInSteps.byId().containsKey(id))
          .toList();
    }
  }
}
