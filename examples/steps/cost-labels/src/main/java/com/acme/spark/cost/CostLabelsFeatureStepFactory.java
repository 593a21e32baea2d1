// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cost;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Labels pods if {@code spark.acme.cost.team} is set, and can require that it is. */
@AutoService(FeatureStepFactory.class)
public final class CostLabelsFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<Optional<String>> TEAM =
      ConfigEntry.key("spark.acme.cost.team")
          .doc("The team that pays for the job.")
          .since("1.0.0")
          .stringType()
          .check(
              team -> team.matches("[a-z]([a-z0-9-]{0,38}[a-z0-9])?"),
              "at most 40 lower-case letters, digits and hyphens, starting with a letter")
          .optional();

  static final ConfigEntry<Optional<String>> CENTER =
      ConfigEntry.key("spark.acme.cost.center")
          .doc("The cost center, if it is not that of the team.")
          .since("1.0.0")
          .stringType()
          .check(center -> center.matches("CC-[0-9]{4}"), "CC- and four digits, such as CC-4711")
          .optional();

  static final ConfigEntry<String> STAGE =
      ConfigEntry.key("spark.acme.cost.stage")
          .doc("What the job is for.")
          .since("1.0.0")
          .stringType()
          .checkValues(List.of("production", "test", "development"))
          .withDefault("development");

  static final ConfigEntry<Boolean> REQUIRED =
      ConfigEntry.key("spark.acme.cost.required")
          .doc("Whether a job without team fails. Set it in spark-defaults.conf.")
          .since("1.0.0")
          .booleanType()
          .withDefault(false);

  private static final String PREFIX = "cost.acme.com/";

  @Override
  public String id() {
    return "acme.cost-labels";
  }

  @Override
  public String description() {
    return "Labels pods with the team that pays for them.";
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(TEAM, CENTER, STAGE, REQUIRED);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    Optional<String> team = conf.get(TEAM);
    if (team.isEmpty() && conf.get(REQUIRED)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          TEAM.key(),
          "%s is not set, but %s is true; set it to the team that pays for this job"
              .formatted(TEAM.key(), REQUIRED.key()));
    }
    return team.map(
        name -> {
          Map<String, String> labels = new TreeMap<>();
          labels.put(PREFIX + "team", name);
          labels.put(PREFIX + "stage", conf.get(STAGE));
          conf.get(CENTER).ifPresent(center -> labels.put(PREFIX + "center", center));
          return pod -> pod.editMetadata(metadata -> metadata.addToLabels(labels));
        });
  }
}
