// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.testkit.submit.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Applications in one namespace: drivers by real submissions, and executors as they build them. */
final class Jobs {
  private static final String IMAGE = "spark";

  private final Target target;
  private final String namespace;
  private final Path directory;

  /**
   * Creates the applications of a namespace.
   *
   * @param directory receives pod templates
   */
  Jobs(Target target, String namespace, Path directory) {
    this.target = target;
    this.namespace = namespace;
    this.directory = directory;
  }

  /**
   * Submits an application.
   *
   * @param script what Spark's container runs in place of the driver
   */
  Pod submit(String id, String name, String script) throws InterruptedException, IOException {
    Map<String, String> settings = new HashMap<>(target.settings());
    settings.putAll(conf(id, name));
    settings.put("spark.kubernetes.submission.waitAppCompletion", "false");
    settings.put("spark.kubernetes.driver.pod.name", id + "-driver");
    settings.put(
        "spark.kubernetes.driver.podTemplateFile",
        template("driver", "spark-kubernetes-driver", script));
    new Submitter()
        .submit(
            new SubmitRequest(
                SparkSettings.of(settings, Map.of()),
                new Application(
                    id,
                    MainAppResource.builder()
                        .language(AppLanguage.JAVA)
                        .file("local:///opt/pi.jar")
                        .build(),
                    "com.acme.Pi",
                    List.of(),
                    Optional.empty()),
                SparkRuntime.standalone("4.1.1")));
    return target.client().pods().inNamespace(namespace).withName(id + "-driver").require();
  }

  /** Creates an executor as the driver would, with changes. */
  Pod executor(Pod driver, int number, String script, UnaryOperator<PodBuilder> changes)
      throws IOException {
    String id = driver.getMetadata().getLabels().get("spark-app-selector");
    String name = driver.getMetadata().getLabels().get("spark-app-name");
    Pod built =
        Submission.of("com.acme.Pi", "local:///opt/pi.jar")
            .withConf(conf(id, name))
            .withConf(
                "spark.kubernetes.executor.podTemplateFile",
                template("executor", "spark-kubernetes-executor", script))
            .build()
            .executorPod();
    PodBuilder pod =
        new PodBuilder(built)
            .editMetadata()
            .withName("%s-exec-%d".formatted(id, number))
            .withNamespace(namespace)
            .addToLabels("spark-exec-id", String.valueOf(number))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(driver.getMetadata().getName())
                    .withUid(driver.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata();
    return target.client().resource(changes.apply(pod).build()).inNamespace(namespace).create();
  }

  private Map<String, String> conf(String id, String name) {
    return Map.of(
        "spark.app.id",
        id,
        "spark.app.name",
        name,
        "spark.kubernetes.namespace",
        namespace,
        "spark.kubernetes.container.image",
        IMAGE,
        "spark.kubernetes.executor.disableConfigMap",
        "true",
        "spark.kubernetes.driver.request.cores",
        "10m",
        "spark.kubernetes.executor.request.cores",
        "10m",
        "spark.driver.memory",
        "512m",
        "spark.executor.memory",
        "512m");
  }

  private String template(String role, String container, String script) throws IOException {
    Path file = Files.createTempFile(directory, role, ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Pod
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: %s
            command: [/bin/sh, -c, "%s"]
        """
            .formatted(container, script));
    return file.toString();
  }
}
