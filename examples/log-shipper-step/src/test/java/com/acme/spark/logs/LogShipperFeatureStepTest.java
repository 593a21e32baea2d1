package com.acme.spark.logs;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.GoldenFile;
import io.podsmith.testkit.TestConf;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every step owes, from the contract, and what this one promises. */
class LogShipperFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new LogShipperFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.logs.enabled", "true");
  }

  @Test
  void shipsTheLogThroughASidecarThatEndsWithSpark() {
    SparkPod pod = step(TestConf.with(settings()).driver()).configurePod(SparkPod.empty());

    assertThat(pod)
        .hasInitContainer("log-shipper")
        .hasMount("/var/log/spark", "acme-logs")
        .hasMount("/etc/log-shipper", "acme-log-shipper-conf");
    assertThat(pod.pod().getSpec().getInitContainers().get(0).getRestartPolicy())
        .as("an init container that Kubernetes keeps running beside Spark and ends after it")
        .isEqualTo("Always");
  }

  @Test
  void changesNothingElse() {
    SparkPod pod = step(TestConf.with(settings()).driver()).configurePod(SparkPod.empty());

    GoldenFile.of("src/test/golden/driver.yaml").assertMatches(pod);
  }

  @Test
  void bringsItsConfigurationInAConfigMapOfThePod() {
    KubernetesConf conf = TestConf.with(settings()).set("spark.acme.logs.level", "warn").executor();

    assertThat(step(conf).getAdditionalKubernetesResources())
        .singleElement()
        .isInstanceOfSatisfying(
            ConfigMap.class,
            map -> {
              assertThat(map.getMetadata().getName()).isEqualTo(conf.podName() + "-log-shipper");
              assertThat(map.getData().get("log4j2.properties"))
                  .contains("rootLogger.level = warn");
            });
  }

  @Test
  void refusesALevelThatDoesNotExist() {
    KubernetesConf conf = TestConf.with(settings()).set("spark.acme.logs.level", "loud").driver();

    assertThatThrownBy(() -> step(conf))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.logs.level is 'loud'")
        .hasMessageContaining("debug, info, warn, error");
  }

  private KubernetesFeatureConfigStep step(KubernetesConf conf) {
    return factory().create(conf).orElseThrow();
  }
}
