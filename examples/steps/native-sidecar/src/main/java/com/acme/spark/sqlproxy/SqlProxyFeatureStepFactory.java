// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.sqlproxy;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Optional;

/** Runs the proxy if {@code spark.acme.sqlProxy.instance} names a database. */
@AutoService(FeatureStepFactory.class)
public final class SqlProxyFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Optional<String>> INSTANCE =
      ConfigEntry.key("spark.acme.sqlProxy.instance")
          .doc("The database to connect to, as PROJECT:REGION:INSTANCE. Turns the proxy on.")
          .since("1.0.0")
          .stringType()
          .check(
              name -> name.matches("[a-z0-9.-]+:[a-z0-9-]+:[a-z0-9-]+"),
              "of the form PROJECT:REGION:INSTANCE")
          .optional();

  static final ConfigEntry<String> IMAGE =
      ConfigEntry.key("spark.acme.sqlProxy.image")
          .doc("Image of the proxy.")
          .since("1.0.0")
          .stringType()
          .withDefault("gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.0");

  static final ConfigEntry<Integer> PORT =
      ConfigEntry.key("spark.acme.sqlProxy.port")
          .doc("Port on 127.0.0.1 at which Spark reaches the database.")
          .since("1.0.0")
          .intType()
          .check(port -> port >= 1024 && port <= 65535, "between 1024 and 65535")
          .withDefault(5432);

  @Override
  public String id() {
    return "acme.sql-proxy";
  }

  @Override
  public String description() {
    return "Runs a database proxy beside Spark.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(INSTANCE, IMAGE, PORT);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(INSTANCE)
        .map(instance -> new SqlProxyFeatureStep(instance, conf.get(IMAGE), conf.get(PORT)));
  }
}
