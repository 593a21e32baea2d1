package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.GoldenFile;
import io.podsmith.testkit.TestConf;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the step alone. The rules that every step must follow are in the superclass. */
class ${className}FeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new ${className}FeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("${settingPrefix}.message", "hello");
  }

  /** To write the files after a change, run {@code mvn test -Dpodsmith.golden.update=true}. */
  @Test
  void addsNothingButTheGoldenFiles() {
    assertGolden("driver", TestConf.with(settings()).driver());
    assertGolden("executor", TestConf.with(settings()).executor());
  }

  private void assertGolden(String name, KubernetesConf conf) {
    SparkPod pod = step(conf).configurePod(SparkPod.empty());

    GoldenFile.of("src/test/golden/" + name + ".yaml").assertMatches(pod);
  }

  @Test
  void createsAConfigMapWithTheMessage() {
    KubernetesConf conf = TestConf.with(settings()).executor();

    assertThat(step(conf).getAdditionalKubernetesResources())
        .singleElement()
        .isInstanceOfSatisfying(
            ConfigMap.class,
            map -> {
              assertThat(map.getMetadata().getName()).startsWith(conf.podName());
              assertThat(map.getData()).containsEntry("message.txt", "hello");
            });
  }

  private KubernetesFeatureConfigStep step(KubernetesConf conf) {
    return factory().create(conf).orElseThrow();
  }
}
