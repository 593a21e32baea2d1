// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.UnknownSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.scheduler.pods.testing.LogLines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step of Spark's contract is accounted for like any other. */
class AdaptedStepPlanTest {
  private static final String STEP = HostNetworkOfSpark.class.getName();
  private static final String ID = "io.podsmith.scheduler.steps.hostnetworkofspark";
  private static final String ENABLED = "spark.kubernetes.hostNetwork.enabled";
  private static final String DNS_POLICY = "spark.kubernetes.hostNetwork.dnsPolicy";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.kubernetes.container.image",
          "spark",
          "spark.kubernetes.driver.pod.featureSteps",
          STEP,
          "spark.kubernetes.executor.pod.featureSteps",
          STEP,
          ENABLED,
          "true",
          DNS_POLICY,
          "Default");

  @ParameterizedTest
  @EnumSource(PodRole.class)
  void isTheAuthorOfWhatItWrites(PodRole role) {
    FieldProvenance field =
        planned(role).fields().stream()
            .filter(each -> each.path().equals("spec.dnsPolicy"))
            .findFirst()
            .orElseThrow();

    assertThat(field.winner().writer()).isEqualTo(new Writer(Writer.Kind.STEP, ID));
    assertThat(field.winner().value()).isEqualTo("Default");
    assertThat(field.winner().settings()).containsExactlyInAnyOrder(ENABLED, DNS_POLICY);
  }

  @ParameterizedTest
  @EnumSource(PodRole.class)
  void hasTheSettingsThatItReads(PodRole role) {
    assertThat(planned(role).steps())
        .filteredOn(step -> step.id().equals(ID))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.reads())
                    .extracting(SettingRead::key)
                    .containsExactly(ENABLED, DNS_POLICY));
  }

  @Test
  void bringsObjectsBeforeTheDriverOnly() {
    assertThat(planned(PodRole.DRIVER).objects())
        .filteredOn(PlannedObject::isBeforePod)
        .singleElement()
        .satisfies(object -> assertThat(object.object().toString()).contains("before-the-driver"));
    assertThat(planned(PodRole.EXECUTOR).objects())
        .as("Spark does not request them from steps of executors")
        .noneMatch(object -> object.object().toString().contains("before-the-driver"));
  }

  @Test
  void hasSettingsThatExist() {
    try (LogLines log = new LogLines(UnknownSettings.class)) {
      prepare(SETTINGS).close();
      inDriver(SETTINGS);

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void hasNoOtherSettings() {
    Map<String, String> typo = new TreeMap<>(SETTINGS);
    typo.put("spark.kubernetes.hostNetwork.dnsPolicies", "Default");
    try (LogLines log = new LogLines(UnknownSettings.class)) {
      prepare(typo).close();
      inDriver(typo);

      assertThat(log.lines())
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("dnsPolicies (did you mean %s?)".formatted(DNS_POLICY))
                      .doesNotContain(ENABLED));
    }
  }

  /** The driver does not run the steps of its own pod, but has their settings, too. */
  @Test
  void hasSettingsThatExistInADriverWhoseOwnStepsReadThem() {
    Map<String, String> driverOnly = new TreeMap<>(SETTINGS);
    driverOnly.remove("spark.kubernetes.executor.pod.featureSteps");
    try (LogLines log = new LogLines(UnknownSettings.class)) {
      inDriver(driverOnly);

      assertThat(log.lines()).isEmpty();
    }
  }

  private static void inDriver(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("spark.kubernetes.submitInDriver", "true");
    try (StepRegistry registry =
        StepRegistry.load(SparkSettings.of(all, Map.of()), new LocalFiles())) {
      registry.checkSettings(PodRole.EXECUTOR, List.of());
    }
  }

  private static PlannedRole planned(PodRole role) {
    try (PreparedSubmission prepared = prepare(SETTINGS)) {
      Plan plan = prepared.plan();
      return role == PodRole.DRIVER ? plan.driver() : plan.executor().orElseThrow();
    }
  }

  private static PreparedSubmission prepare(Map<String, String> settings) {
    return Planner.prepare(
        SparkSettings.of(settings, Map.of()),
        SparkRuntime.standalone("4.1.1"),
        new Application(
            "spark-1",
            MainAppResource.builder().language(AppLanguage.JAVA).build(),
            "com.acme.Job",
            List.of(),
            Optional.empty()),
        SettingOrigins.unknown());
  }
}
