// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A good step passes with all pods and settings; faults that one example hides are found. */
class RandomizedStepContractTest {
  private static final ConfigEntry<Optional<String>> TEAM =
      ConfigEntry.key("spark.acme.team")
          .doc("Who pays for the job.")
          .stringType()
          .check(team -> team.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?"), "a label value")
          .optional();
  private static final ConfigEntry<Optional<String>> UNCHECKED =
      ConfigEntry.key("spark.acme.team").doc("Who pays for the job.").stringType().optional();
  private static final ConfigEntry<Long> PATIENCE =
      ConfigEntry.key("spark.acme.patience")
          .doc("How long to wait.")
          .timeType(TimeUnit.SECONDS)
          .withDefaultString("10s");

  @Test
  void passesAStepThatKeepsTheRules() {
    Map<String, Optional<String>> run = run(GoodContract.class);

    assertThat(run)
        .containsOnlyKeys(
            "keepsRandomPods", "buildsWhatKubernetesAccepts", "producesTheSameForRandomPods");
    assertThat(run.values()).allMatch(Optional::isEmpty);
  }

  @Test
  void findsTheValueThatASettingShouldReject() {
    assertThat(run(UncheckedContract.class).get("buildsWhatKubernetesAccepts"))
        .hasValueSatisfying(
            message -> assertThat(message).contains("add a check to the setting", "value '"));
  }

  @Test
  void findsThePodOfWhichAStepLosesPart() {
    assertThat(run(ForgetfulContract.class).get("keepsRandomPods"))
        .hasValueSatisfying(message -> assertThat(message).contains("is missing"));
  }

  @Test
  void findsTheSettingThatMakesAStepThrow() {
    assertThat(run(ThrowingContract.class).get("keepsRandomPods"))
        .hasValueSatisfying(message -> assertThat(message).contains("by zero"));
  }

  /** Returns the message of the failure of each property, empty if it holds. */
  private static Map<String, Optional<String>> run(Class<?> contract) {
    Map<String, Optional<String>> results = new TreeMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(contract))
            .filters(EngineFilter.includeEngines("jqwik"))
            .configurationParameter("jqwik.database", "target/jqwik-database")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                  results.put(
                      test.getLegacyReportingName(),
                      result.getThrowable().map(each -> String.valueOf(each.getMessage())));
                }
              }
            });
    return results;
  }

  /** Labels pods with a team. */
  static class GoodContract extends RandomizedStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new TeamFactory(TEAM);
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.acme.team", "data");
    }

    @Override
    protected boolean isDiscovered() {
      return false;
    }

    SparkPod edit(SparkPod pod, String team, long patience) {
      return pod.editMetadata(m -> m.addToLabels("team", team))
          .editSpec(s -> s.addNewToleration().withKey("spot").endToleration());
    }

    /** Hands the settings to {@link #edit}. */
    final class TeamFactory implements FeatureStepFactory {
      private final ConfigEntry<Optional<String>> team;

      TeamFactory(ConfigEntry<Optional<String>> team) {
        this.team = team;
      }

      @Override
      public String id() {
        return "acme.team";
      }

      @Override
      public String description() {
        return "Labels the pods with the team that pays for them.";
      }

      @Override
      public List<ConfigEntry<?>> configEntries() {
        return List.of(team, PATIENCE);
      }

      @Override
      public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
        long patience = conf.get(PATIENCE);
        return conf.get(team).map(value -> pod -> edit(pod, value, patience));
      }
    }
  }

  /** Writes text of the user into a label. */
  static class UncheckedContract extends GoodContract {
    @Override
    protected FeatureStepFactory factory() {
      return new TeamFactory(UNCHECKED);
    }
  }

  /** Keeps the first toleration only, as if there were never two. */
  static class ForgetfulContract extends GoodContract {
    @Override
    SparkPod edit(SparkPod pod, String team, long patience) {
      return pod.editSpec(
          s -> s.withTolerations(pod.pod().getSpec().getTolerations().stream().limit(1).toList()));
    }
  }

  /** Does not expect that a time is zero. */
  static class ThrowingContract extends GoodContract {
    @Override
    SparkPod edit(SparkPod pod, String team, long patience) {
      long rate = 3600 / (patience / 60);
      return pod.editMetadata(m -> m.addToAnnotations("rate", String.valueOf(rate)));
    }
  }
}
