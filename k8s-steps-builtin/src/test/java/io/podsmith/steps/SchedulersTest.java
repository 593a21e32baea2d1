// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to do with schedulers of the cluster and with what pods may reach. */
class SchedulersTest {
  private static final String FILE = "spark.kubernetes.scheduler.volcano.podGroupTemplateFile";
  private static final String JSON = "spark.kubernetes.scheduler.volcano.podGroupTemplateJson";

  @TempDir Path folder;

  @Test
  void bringsOnePodGroupHoweverManyExecutorsThereAre() {
    KubernetesFeatureConfigStep executor =
        BuiltInSteps.make(
            "spark.volcano",
            Case.executor("spark.kubernetes.executor.pod.featureSteps", "spark.volcano"));

    assertThat(executor.getAdditionalPreKubernetesResources()).isEmpty();
    assertThat(executor.getAdditionalKubernetesResources()).isEmpty();
  }

  @Test
  void asksForNoPodGroupUnlessNamed() {
    assertThat(
            BuiltInSteps.find(
                "spark.volcano", Case.driver("spark.kubernetes.scheduler.name", "volcano")))
        .isEmpty();
    assertThat(
            BuiltInSteps.find(
                "spark.volcano",
                Case.executor("spark.kubernetes.driver.pod.featureSteps", "spark.volcano")))
        .as("each role has a list of its own")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "just words|is not an object",
        "[1, 2]|is not an object",
        "spec: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]|has more than 65,536 characters or 10 aliases",
        "{\"spec\": {\"queue\": |is neither YAML nor JSON",
        "{\"kind\": \"Pod\"}|describes a Pod",
        "{\"apiVersion\": \"v1\"}|is of the API v1",
        "{\"spec\": 3}|has a spec that is not an object",
        "{\"metadata\": 3}|has metadata that is not valid in Kubernetes"
      })
  void refusesWhatIsNoPodGroup(String template, String why) throws IOException {
    Case given = Case.driver("spark.kubernetes.driver.pod.featureSteps", "spark.volcano");
    Path file = Files.writeString(folder.resolve("group.yaml"), template);

    Refusals.assertRefused(
        "spark.volcano",
        given.with(JSON, template),
        PodsmithError.CONF_FILE,
        JSON,
        JSON + " is set, but it " + why,
        "it must be a PodGroup of scheduling.volcano.sh/v1beta1");
    Refusals.assertRefused(
        "spark.volcano",
        given.with(FILE, file.toString()),
        PodsmithError.CONF_FILE,
        FILE,
        FILE + " names '" + file + "', which " + why);
  }

  @Test
  void refusesATemplateThatIsNotThere() {
    Refusals.assertRefused(
        "spark.volcano",
        Case.driver(
            "spark.kubernetes.driver.pod.featureSteps",
            "spark.volcano",
            FILE,
            folder.resolve("none.yaml").toString()),
        PodsmithError.CONF_FILE,
        FILE,
        "none.yaml");
  }

  @Test
  void bringsThePodGroupBeforeADriverThatNamesTheStepAsSparkDoes() {
    DriverSpec spec =
        driver(
            "spark.kubernetes.driver.pod.featureSteps",
            "org.apache.spark.deploy.k8s.features.VolcanoFeatureStep");

    assertThat(spec.preResources())
        .singleElement()
        .satisfies(group -> assertThat(group.getKind()).isEqualTo("PodGroup"));
    assertThat(spec.pod().getMetadata().getAnnotations())
        .containsEntry(
            "scheduling.k8s.io/group-name", spec.preResources().get(0).getMetadata().getName());
  }

  @Test
  void leavesTheNetworkPolicyOutForThoseWhoExcludeTheStepOfSpark() {
    assertThat(driver("spark.podsmith.networkPolicy.enabled", "true").resources())
        .hasAtLeastOneElementOfType(NetworkPolicy.class);
    assertThat(
            driver(
                    "spark.podsmith.networkPolicy.enabled",
                    "true",
                    "spark.kubernetes.driver.pod.excludedFeatureSteps",
                    "org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep")
                .resources())
        .doesNotHaveAnyElementsOfTypes(NetworkPolicy.class);
  }

  @Test
  void refusesANetworkPolicyBroughtByExecutors() {
    assertThatThrownBy(
            () ->
                driver(
                    "spark.kubernetes.executor.pod.featureSteps",
                    "org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("does not run for executor pods");
  }

  private static DriverSpec driver(String... settings) {
    DriverConf conf = (DriverConf) Case.driver(settings).conf();
    try (StepRegistry registry = StepRegistry.load(conf.settings(), conf.fileStaging())) {
      return new DriverSpecBuilder(registry).build(conf);
    }
  }

  @Test
  void createsNoNetworkPolicyUnlessAskedFor() {
    assertThat(BuiltInSteps.find("spark.network-policy", Case.driver())).isEmpty();
  }

  @Test
  void refusesWhatIsNeitherTrueNorFalse() {
    String key = "spark.kubernetes.securityContext.allowPrivilegeEscalation";
    for (String role : List.of("driver", "executor")) {
      Case given = role.equals("driver") ? Case.driver() : Case.executor();
      assertThatThrownBy(
              () ->
                  BuiltInSteps.make("spark." + role + "-basics", given.with(key, "maybe"))
                      .configurePod(PodsOfTests.template()))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageContaining(key + " is 'maybe'")
          .hasMessageContaining("true");
    }
  }
}
