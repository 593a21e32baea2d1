package com.acme.spark.logs;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Offers the log shipper to Podsmith: on where {@code spark.acme.logs.enabled} is true. */
@AutoService(FeatureStepFactory.class)
public final class LogShipperFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Boolean> ENABLED =
      ConfigEntry.key("spark.acme.logs.enabled")
          .doc("Whether a sidecar ships the log of each driver and executor.")
          .since("1.0.0")
          .booleanType()
          .withDefault(false);

  static final ConfigEntry<Optional<String>> IMAGE =
      ConfigEntry.key("spark.acme.logs.image")
          .doc("Image of the sidecar. It must contain sh, tail and sed. Default: the Spark image.")
          .since("1.0.0")
          .stringType()
          .optional();

  static final ConfigEntry<String> LEVEL =
      ConfigEntry.key("spark.acme.logs.level")
          .doc("The lowest level that is written to the log.")
          .since("1.0.0")
          .stringType()
          .checkValues(List.of("debug", "info", "warn", "error"))
          .withDefault("info");

  @Override
  public String id() {
    return "acme.log-shipper";
  }

  @Override
  public String description() {
    return "Ships the log of Spark's container through a sidecar.";
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ENABLED, IMAGE, LEVEL);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(ENABLED) ? Optional.of(new LogShipperFeatureStep(conf)) : Optional.empty();
  }
}
