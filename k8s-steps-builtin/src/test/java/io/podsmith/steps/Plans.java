// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans submissions with the built-in steps. */
final class Plans {
  static final String APP_ID = "spark-0123456789abcdef";

  private Plans() {}

  /** Plans an application in Java; each setting is from a line of one file, sorted. */
  static Plan plan(Map<String, String> settings) {
    return prepare(settings, Map.of()).plan();
  }

  static PreparedSubmission prepare(Map<String, String> settings, Map<String, String> environment) {
    return prepare(settings, environment, SparkRuntime.standalone("4.1.1"));
  }

  static PreparedSubmission prepare(
      Map<String, String> settings, Map<String, String> environment, SparkRuntime runtime) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("spark.master", "k8s://https://kube.example.org:6443");
    all.putIfAbsent("spark.app.name", "demo");
    all.putIfAbsent("spark.kubernetes.container.image", "spark:4.1.1");
    Map<String, SettingOrigin> origins = new TreeMap<>();
    int line = 0;
    for (String key : all.keySet()) {
      origins.put(
          key, new SettingOrigin(SettingOrigin.Kind.PROPERTIES_FILE, "spark.properties", ++line));
    }
    Application application =
        new Application(
            APP_ID,
            MainAppResource.builder()
                .language(AppLanguage.JAVA)
                .file("local:///opt/spark/examples/jars/app.jar")
                .build(),
            "org.example.Main",
            List.of(),
            Optional.empty());
    return Planner.prepare(
        SparkSettings.of(all, environment), runtime, application, SettingOrigins.of(origins));
  }

  /** Returns a runtime that draws the same ids in each call. */
  static SparkRuntime seeded() {
    return SparkRuntime.standalone("4.1.1").withIds(UniqueIds.seeded(12));
  }

  static PlannedStep step(PlannedRole role, String id) {
    return role.steps().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  static SettingRead read(PlannedRole role, String step, String key) {
    return step(role, step).reads().stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("%s did not read %s".formatted(step, key)));
  }

  static Write winner(PlannedRole role, String path) {
    return role.fields().stream()
        .filter(each -> each.path().equals(path))
        .map(FieldProvenance::winner)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field %s".formatted(path)));
  }
}
