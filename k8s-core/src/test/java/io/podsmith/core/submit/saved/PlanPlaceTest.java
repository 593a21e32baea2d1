// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodsmithVersion;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.submit.saved.AllowedDifferences.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanPlaceTest {
  private static final String CLUSTER = "https://Cluster.example.com:443/";

  @Test
  void takesTheConnectionFromTheCallerOnly() {
    SparkSettings settings =
        settings(
            plan(
                Map.of(
                    "spark.kubernetes.authenticate.submission.oauthToken", "of-the-plan",
                    "spark.kubernetes.trust.certificates", "true",
                    "spark.kubernetes.context", "other",
                    "spark.kubernetes.submission.waitAppCompletion", "false",
                    "spark.kubernetes.report.interval", "1s")),
            Map.of(
                "spark.master", "k8s://https://cluster.example.com",
                "spark.kubernetes.report.interval", "2s"));

    assertThat(settings.asMap())
        .doesNotContainKeys(
            "spark.kubernetes.authenticate.submission.oauthToken",
            "spark.kubernetes.trust.certificates",
            "spark.kubernetes.context")
        .containsEntry("spark.kubernetes.submission.waitAppCompletion", "false")
        .containsEntry("spark.kubernetes.report.interval", "2s")
        .containsEntry("spark.kubernetes.namespace", "jobs")
        .containsEntry("spark.app.name", "pi");
  }

  @Test
  void acceptsTheSameClusterInAnotherForm() {
    for (String master :
        List.of(
            "k8s://cluster.example.com",
            "k8s://https://cluster.example.com:443",
            "https://cluster.example.com/")) {
      assertThat(settings(plan(Map.of()), Map.of("spark.master", master)).raw("spark.master"))
          .as(master)
          .get()
          .asString()
          .startsWith("k8s://")
          .contains("cluster.example.com");
    }
  }

  @Test
  void rejectsAnotherClusterUnlessAllowed() {
    Map<String, String> elsewhere = Map.of("spark.master", "k8s://https://other:6443");
    assertRejected(elsewhere, "spark.master is 'k8s://https://other:6443', but the plan was made");

    SparkSettings settings =
        new PlanPlace(
                plan(Map.of()),
                SparkSettings.of(elsewhere, Map.of()),
                AllowedDifferences.of(Difference.CLUSTER))
            .settings(false);
    assertThat(settings.raw("spark.master")).contains("k8s://https://other:6443");
  }

  @Test
  void rejectsTheClusterOfThePlanIfTheCallerNamesNone() {
    assertRejected(Map.of(), "spark.master is not set, and the API server of the kubeconfig is");
  }

  @Test
  void rejectsAnotherNamespaceUnlessAllowed() {
    Map<String, String> other =
        Map.of("spark.master", "k8s://%s".formatted(CLUSTER), "spark.kubernetes.namespace", "b");
    assertRejected(other, "spark.kubernetes.namespace is 'b', but the plan was made for 'jobs'");

    SparkSettings settings =
        new PlanPlace(
                plan(Map.of()),
                SparkSettings.of(other, Map.of()),
                AllowedDifferences.of(Difference.NAMESPACE))
            .settings(false);
    assertThat(settings.raw("spark.kubernetes.namespace")).contains("jobs");
  }

  @Test
  void rejectsAnotherVersionUnlessAllowed() {
    Map<String, String> here = Map.of("spark.master", "k8s://%s".formatted(CLUSTER));
    Plan old = plan("0.0.1", Map.of());
    assertThatThrownBy(() -> settings(old, here))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-001")
        .hasMessageContaining("but the plan was made for '0.0.1'");

    assertThat(
            new PlanPlace(
                    old,
                    SparkSettings.of(here, Map.of()),
                    AllowedDifferences.of(Difference.VERSION))
                .settings(false)
                .asMap())
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "k8s://https://Kube.example.com:443/, https://kube.example.com:443",
    "k8s://http://kube.example.com, http://kube.example.com:80",
    "HTTP://kube.example.com, http://kube.example.com:80",
    "kube.example.com:6443, https://kube.example.com:6443",
    "https://kube.example.com, https://kube.example.com:443",
    "https://kube.example.com:0, https://kube.example.com:0",
    "https://kube.example.com/k8s/Clusters/c-1/, https://kube.example.com:443/k8s/Clusters/c-1",
    "kube_1, https://kube_1",
    "a/b://c, a/b://c",
    "kube example, https://kube example"
  })
  void comparesAddressesInOneForm(String master, String url) {
    assertThat(PlanPlace.url(master)).isEqualTo(url);
  }

  @Test
  void takesOnlyWhatALaunchLooksAtFromThePlan() {
    SparkSettings settings =
        settings(
            plan(
                Map.of(
                    "spark.kubernetes.authenticate.driver.oauthToken", "(secret)",
                    "spark.kubernetes.authenticate.driver.caCertFile", "/ca.crt",
                    "spark.podsmith.explain.managedFields", "true",
                    "spark.executor.memory", "1g")),
            Map.of("spark.master", "https://cluster.example.com"));

    assertThat(settings.asMap())
        .containsOnly(
            Map.entry("spark.master", "k8s://https://cluster.example.com"),
            Map.entry("spark.app.name", "pi"),
            Map.entry("spark.kubernetes.namespace", "jobs"),
            Map.entry("spark.kubernetes.authenticate.driver.caCertFile", "/ca.crt"),
            Map.entry("spark.podsmith.explain.managedFields", "true"));
  }

  @Test
  void needsNoMasterIfTheCallerHasAClient() {
    SparkSettings settings =
        new PlanPlace(
                plan(Map.of()), SparkSettings.of(Map.of(), Map.of()), AllowedDifferences.none())
            .settings(true);

    assertThat(settings.raw("spark.master")).isEmpty();
  }

  private static void assertRejected(Map<String, String> connection, String words) {
    assertThatThrownBy(() -> settings(plan(Map.of()), connection))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-001")
        .hasMessageContaining(words);
  }

  private static SparkSettings settings(Plan plan, Map<String, String> connection) {
    return new PlanPlace(plan, SparkSettings.of(connection, Map.of()), AllowedDifferences.none())
        .settings(false);
  }

  private static Plan plan(Map<String, String> properties) {
    return plan(PodsmithVersion.current(), properties);
  }

  private static Plan plan(String version, Map<String, String> properties) {
    return new Plan(
        new PlanTarget(version, "4.1.1", CLUSTER, "jobs", "pi", "spark-pi"),
        new PlannedRole(PodRole.DRIVER, List.of(), List.of(), Map.of(), List.of(), List.of()),
        Optional.empty(),
        "",
        properties.entrySet().stream()
            .map(
                each ->
                    new SettingRead(
                        each.getKey(),
                        Optional.of(each.getValue()),
                        SettingOrigin.of(SettingOrigin.Kind.SPARK)))
            .toList());
  }
}
