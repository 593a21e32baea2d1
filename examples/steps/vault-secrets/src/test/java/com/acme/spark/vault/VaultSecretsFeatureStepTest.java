// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.vault;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of every step, and where the secrets and the token are. */
class VaultSecretsFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new VaultSecretsFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "spark.acme.vault.role", "reports",
        "spark.acme.vault.secrets", "db=secret/data/reports/db,s3=secret/data/reports/s3");
  }

  @Test
  void keepsSecretsInMemoryAndTheTokenFromSpark() {
    SparkPod pod =
        factory()
            .create(TestConf.with(settings()).driver())
            .orElseThrow()
            .configurePod(SparkPod.empty());

    assertThat(pod)
        .hasInitContainer("vault-agent")
        .hasMount("/vault/secrets", "acme-vault-secrets");
    Volume secrets = pod.pod().getSpec().getVolumes().get(0);
    assertThat(secrets.getEmptyDir().getMedium()).isEqualTo("Memory");
    assertThat(pod.container().getVolumeMounts()).hasSize(1);
    assertThat(pod.container().getVolumeMounts().get(0).getReadOnly()).isTrue();
  }

  @Test
  void isInDriverAndExecutor() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
      assertThat(pod.getSpec().getInitContainers())
          .extracting(Container::getName)
          .contains("vault-agent");
    }
  }

  @Test
  void writesATemplatePerSecret() {
    String config = AgentConfig.of("https://v", "r", List.of("a=secret/a", "b=secret/b"));

    assertThat(config)
        .contains("role = \"r\"")
        .contains("destination = \"/vault/secrets/a\"", "with secret \\\"secret/a\\\"")
        .contains("destination = \"/vault/secrets/b\"", "with secret \\\"secret/b\\\"");
  }

  @Test
  void rejectsSecretsWithoutRole() {
    TestConf conf = TestConf.minimal().set("spark.acme.vault.secrets", "db=secret/data/db");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.vault.role is not set")
        .hasMessageContaining("set it to the role of this job");
  }

  @Test
  void rejectsFilesOutsideTheVolume() {
    TestConf conf =
        TestConf.with(settings()).set("spark.acme.vault.secrets", "../etc/passwd=secret/data/db");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("FILE=PATH");
  }
}
