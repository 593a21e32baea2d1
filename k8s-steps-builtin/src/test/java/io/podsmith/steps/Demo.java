// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.submit.SubmitRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An application without files, which only needs to be submitted. */
final class Demo {
  static final String APP_ID = "spark-demo";

  private Demo() {}

  static SubmitRequest request(Map<String, String> settings) {
    return request(settings, SparkRuntime.standalone("4.1.1"));
  }

  static SubmitRequest request(Map<String, String> settings, SparkRuntime runtime) {
    return new SubmitRequest(settings(settings), application(APP_ID, List.of()), runtime);
  }

  /** Returns settings with a name, an image and the URL of a server that does not exist. */
  static SparkSettings settings(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("spark.master", "k8s://https://no-such-host.invalid:6443");
    all.put("spark.app.name", "demo");
    all.put("spark.kubernetes.container.image", "spark:4.1.1");
    return SparkSettings.of(all, Map.of());
  }

  static Application application(String id, List<String> arguments) {
    return new Application(
        id,
        MainAppResource.builder().language(AppLanguage.JAVA).build(),
        "org.example.Main",
        arguments,
        Optional.empty());
  }
}
