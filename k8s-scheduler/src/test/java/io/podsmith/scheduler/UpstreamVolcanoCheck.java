// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the Volcano step class of Spark's own jar, which the class path must have, and compares the
 * result with that of the built-in step. Needs a Spark distribution and our jars.
 */
public final class UpstreamVolcanoCheck {
  private static final String STEP = "org.apache.spark.deploy.k8s.features.VolcanoFeatureStep";

  private UpstreamVolcanoCheck() {}

  /**
   * Plans a job with each of the two steps.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Path template =
        Files.writeString(
            Files.createTempFile("pod-group", ".yaml"),
            """
            apiVersion: scheduling.volcano.sh/v1beta1
            kind: PodGroup
            spec:
              minMember: 2
              queue: batch
            """);
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.kubernetes.container.image", "spark");
    settings.put("spark.kubernetes.scheduler.name", "volcano");
    settings.put("spark.kubernetes.scheduler.volcano.podGroupTemplateFile", template.toString());
    settings.put("spark.kubernetes.driver.pod.featureSteps", STEP);
    settings.put("spark.kubernetes.executor.pod.featureSteps", STEP);
    Plan builtIn = plan(settings);
    settings.put("spark.podsmith.steps.disabled", "spark.volcano");
    Plan upstream = plan(settings);

    requireStep(builtIn, "spark.volcano");
    requireStep(upstream, STEP.toLowerCase(Locale.ROOT));
    requireSame("PodGroup", podGroup(builtIn), podGroup(upstream));
    requireSame("driver pod", annotations(builtIn.driver()), annotations(upstream.driver()));
    requireSame(
        "executor pod",
        annotations(builtIn.executor().orElseThrow()),
        annotations(upstream.executor().orElseThrow()));
    System.out.printf(
        "Spark %s: its own VolcanoFeatureStep adds what the built-in step adds%n",
        org.apache.spark.package$.MODULE$.SPARK_VERSION());
    System.exit(0);
  }

  private static void requireStep(Plan plan, String id) {
    if (plan.driver().steps().stream().noneMatch(step -> step.id().equals(id))) {
      throw new IllegalStateException("%s did not run: %s".formatted(id, plan.driver().steps()));
    }
  }

  private static void requireSame(String what, Object builtIn, Object upstream) {
    if (!builtIn.equals(upstream)) {
      throw new IllegalStateException(
          "%s, built-in: %s, upstream: %s".formatted(what, builtIn, upstream));
    }
  }

  private static Object annotations(PlannedRole role) {
    Object annotations = ((Map<?, ?>) role.pod().get("metadata")).get("annotations");
    if (annotations == null || !annotations.toString().contains("scheduling.k8s.io/group-name")) {
      throw new IllegalStateException("no PodGroup in %s".formatted(role.pod()));
    }
    return annotations;
  }

  /** Returns the only PodGroup, which exists before the driver. */
  private static Map<String, Object> podGroup(Plan plan) {
    List<Map<String, Object>> groups =
        plan.driver().objects().stream()
            .filter(PlannedObject::isBeforePod)
            .<Map<String, Object>>map(PlannedObject::object)
            .toList();
    if (groups.size() != 1 || !"PodGroup".equals(groups.get(0).get("kind"))) {
      throw new IllegalStateException("not one PodGroup: %s".formatted(groups));
    }
    return groups.get(0);
  }

  private static Plan plan(Map<String, String> settings) {
    try (PreparedSubmission prepared =
        Planner.prepare(
            SparkSettings.of(settings, Map.of()),
            SparkRuntime.standalone("4.1.1"),
            new Application(
                "spark-1",
                MainAppResource.builder().language(AppLanguage.JAVA).build(),
                "com.acme.Job",
                List.of(),
                Optional.empty()),
            SettingOrigins.unknown())) {
      return prepared.plan();
    }
  }
}
