package ${package};

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Describes the step to Podsmith. It runs in jobs that set {@code ${settingPrefix}.message}. */
@AutoService(FeatureStepFactory.class)
public final class ${className}FeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Optional<String>> MESSAGE =
      ConfigEntry.key("${settingPrefix}.message")
          .doc("Text of the file message.txt in Spark's containers. Default: no file.")
          .since("1.0.0")
          .stringType()
          .optional();

  @Override
  public String id() {
    return "${stepId}";
  }

  @Override
  public String description() {
    return "Mounts a file with a message into Spark's containers.";
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(MESSAGE);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(MESSAGE).map(message -> new ${className}FeatureStep(message, conf.podName()));
  }
}
