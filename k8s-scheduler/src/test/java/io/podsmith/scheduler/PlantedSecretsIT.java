// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.scheduler.jobs.PlantedJob;
import io.podsmith.scheduler.secrets.Planted;
import io.podsmith.scheduler.secrets.PlantedFileSystem;
import io.podsmith.scheduler.secrets.Search;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.Fault;
import io.podsmith.testkit.cluster.NodeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret in every place that accepts one, and Spark's own SparkSubmit: after the run, the secrets
 * are in Secrets, and nowhere else that is not listed here with a reason.
 */
class PlantedSecretsIT {
  private static final String IMAGE = "podsmith/spark:test";

  private static final String REPOSITORY_PRINTED = "REPOSITORY_URL in output of spark-submit";

  private static final String GIVEN =
      "arguments and templates are part of the pod, as docs/threat-model.md says";

  private static final String TEMPLATE =
      "the driver reads the executors' template from a ConfigMap, as with Spark's own jar";

  private static final String DOWNLOADS =
      "SparkSubmit in the driver prints each URL that it downloads: \"Files ... from ... to ...\"";

  private static final String REPOSITORIES =
      "spark-core prints repositories: \"... added as a remote repository with the name ...\"";

  /** What is found outside Secrets, and why. Each row is observed in each run. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("ARGUMENT in object pods", GIVEN),
          Map.entry("ARGUMENT in request pods", GIVEN),
          Map.entry("DRIVER_TEMPLATE in object pods", GIVEN),
          Map.entry("DRIVER_TEMPLATE in request pods", GIVEN),
          Map.entry("EXECUTOR_TEMPLATE in object pods", GIVEN),
          Map.entry("EXECUTOR_TEMPLATE in request pods", GIVEN),
          Map.entry("EXECUTOR_TEMPLATE in object configmaps", TEMPLATE),
          Map.entry("EXECUTOR_TEMPLATE in request configmaps", TEMPLATE),
          Map.entry("FILE_URL in log of driver", DOWNLOADS),
          Map.entry("JAR_URL in log of driver", DOWNLOADS),
          Map.entry("UPLOAD_URL in log of driver", DOWNLOADS),
          Map.entry("REPOSITORY_URL in log of driver", REPOSITORIES),
          Map.entry(REPOSITORY_PRINTED, REPOSITORIES));

  private static final String STEP =
      """
      package com.acme;
      import io.podsmith.api.*;
      import io.podsmith.api.conf.*;
      import java.util.*;
      public class Licence implements FeatureStepFactory {
        static final ConfigEntry<Optional<String>> PIN =
            ConfigEntry.key("spark.acme.pin").doc("A pin.").since("1.0.0").secret().stringType().optional();
        @Override public String id() { return "acme.licence"; }
        @Override public String description() { return "For a test."; }
        @Override public List<ConfigEntry<?>> configEntries() { return List.of(PIN); }
        @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          String length = Integer.toString(conf.get(PIN).orElse("").length());
          return Optional.of(pod -> pod.editPod(edited -> edited.editOrNewMetadata()
              .addToAnnotations("acme.com/pin-length", length).endMetadata()));
        }
      }
      """;

  @TempDir private static Path directory;

  private static EmbeddedCluster cluster;
  private static Path steps;
  private static Path file;
  private static Path driverTemplate;
  private static Path executorTemplate;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .apiServer(
                server ->
                    server
                        .token(Planted.SUBMITTER_TOKEN.value(), "submitter")
                        .token(Planted.DRIVER_TOKEN.value(), "driver"))
            .start();
    steps = stepJar();
    file = Files.writeString(directory.resolve("key.txt"), Planted.FILE.value());
    driverTemplate = template("driver.yaml", Planted.DRIVER_TEMPLATE);
    executorTemplate = template("executor.yaml", Planted.EXECUTOR_TEMPLATE);
    Files.writeString(directory.resolve("open.txt"), "nothing");
    emptyJar(directory.resolve("open.jar"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void areInSecretsOnlyAfterARun(TestReporter reporter) throws IOException {
    Path plan = directory.resolve("plan.json");
    Path events = Files.createDirectory(directory.resolve("events"));
    Map<String, String> settings = settings();
    settings.put("spark.podsmith.explain", plan.toString());
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.dir", events.toUri().toString());
    settings.put("spark.eventLog.compress", "false");

    SparkSubmitProcess.Result result = submit(settings);

    assertThat(result.exitCode()).as(result.output()).isZero();
    String driverLog = cluster.logs("planted");
    assertThat(driverLog.lines().filter(line -> line.startsWith("Arrived: ")))
        .as("what has reached the job")
        .hasSize(checks().size())
        .allMatch(line -> line.endsWith(": true"));

    Search search = new Search();
    search.addObjects(cluster);
    search.addRequests(cluster);
    for (Pod pod : cluster.client().pods().list().getItems()) {
      search.add(
          "log of " + pod.getMetadata().getLabels().get("spark-role"),
          cluster.logs(pod.getMetadata().getName()));
    }
    search.add("output of spark-submit", result.output());
    search.add("plan", Files.readString(plan));
    try (Stream<Path> files = Files.walk(events)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        search.add("event log", Files.readString(each));
      }
    }
    reporter.publishEntry(
        "searched",
        "%d planted secrets in %d texts of %d kinds, %d exceptions"
            .formatted(
                Planted.values().length, search.size(), search.kinds().size(), EXCEPTIONS.size()));
    assertThat(search.kinds())
        .as("what was searched")
        .contains(
            "object pods",
            "object configmaps",
            "object secrets",
            "object events",
            "request pods",
            "request configmaps",
            "request secrets",
            "log of driver",
            "log of executor",
            "event log");
    assertThat(search.inSecrets())
        .as("the search finds secrets in Secrets")
        .contains(
            Planted.SETTING,
            Planted.PLUGIN_SETTING,
            Planted.AUTHENTICATION,
            Planted.DRIVER_VARIABLE,
            Planted.EXECUTOR_VARIABLE,
            Planted.DRIVER_OPTION,
            Planted.EXECUTOR_OPTION,
            Planted.JAR_URL,
            Planted.FILE_URL,
            Planted.UPLOAD_URL,
            Planted.REPOSITORY_URL,
            Planted.DRIVER_TOKEN);
    assertThat(search.leaks())
        .as(
            "secrets outside Secrets: a new one is a leak to fix; one that is missing here"
                + " does not need its exception anymore")
        .containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
  }

  @Test
  void areNotInTheErrorOfAnUploadThatFails() {
    Map<String, String> settings = settings();
    settings.put("spark.kubernetes.driver.pod.name", "not-uploaded");
    settings.put(
        "spark.kubernetes.file.upload.path",
        "file://user:%s@store%s".formatted(Planted.UPLOAD_URL.value(), directory));

    SparkSubmitProcess.Result result = submit(settings);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(leaksOf(result))
        .as("secrets in\n%s", result.output())
        .containsExactly(REPOSITORY_PRINTED);
    assertThat(result.output()).contains("PODSMITH-CONF-007", "Wrong FS");
  }

  @Test
  void areNotInTheErrorOfAPodThatIsRejected() {
    cluster.apiServer().faults().add(Fault.on("create", "pods").times(1).forbidden("no pods"));
    Map<String, String> settings = settings();
    settings.put("spark.kubernetes.driver.pod.name", "rejected");

    SparkSubmitProcess.Result result = submit(settings);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("no pods");
    assertThat(leaksOf(result))
        .as("secrets in\n%s", result.output())
        .containsExactly(REPOSITORY_PRINTED);
  }

  private static Iterable<String> leaksOf(SparkSubmitProcess.Result result) {
    Search search = new Search();
    search.add("output of spark-submit", result.output());
    return search.leaks();
  }

  /** What the job checks: where, of which kind, by which name, and its hash code. */
  private static List<String> checks() {
    return List.of(
        check("driver,setting,spark.acme.password", Planted.SETTING),
        check("driver,setting,spark.acme.pin", Planted.PLUGIN_SETTING),
        check("driver,setting,spark.authenticate.secret", Planted.AUTHENTICATION),
        check("driver,variable,X_PASSWORD", Planted.DRIVER_VARIABLE),
        check("driver,variable,TEMPLATE_PASSWORD", Planted.DRIVER_TEMPLATE),
        check("driver,property,password", Planted.DRIVER_OPTION),
        check("driver,file,key.txt", Planted.FILE),
        check("executor,variable,X_TOKEN", Planted.EXECUTOR_VARIABLE),
        check("executor,variable,TEMPLATE_PASSWORD", Planted.EXECUTOR_TEMPLATE),
        check("executor,property,password", Planted.EXECUTOR_OPTION),
        check("executor,file,key.txt", Planted.FILE));
  }

  private static String check(String what, Planted planted) {
    return what + "," + planted.hash();
  }

  private static SparkSubmitProcess.Result submit(Map<String, String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--deploy-mode",
                "cluster",
                "--files",
                "%s,%s"
                    .formatted(
                        file,
                        PlantedFileSystem.url(directory.resolve("open.txt"), Planted.FILE_URL)),
                "--class",
                PlantedJob.class.getName(),
                "spark-internal",
                "--password=" + Planted.ARGUMENT.value()));
    arguments.addAll(checks());
    return SparkSubmitProcess.run(settings, arguments);
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(cluster.sparkProperties());
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    settings.put("spark.kubernetes.container.image", IMAGE);
    settings.put("spark.kubernetes.driver.pod.name", "planted");
    settings.put("spark.kubernetes.executor.deleteOnTermination", "false");
    settings.put("spark.executor.instances", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.podsmith.steps.jars", steps.toString());
    settings.put("spark.podsmith.executor.protectSensitiveEnvironment", "true");
    settings.put(PlantedFileSystem.SETTING, PlantedFileSystem.class.getName());

    settings.put("spark.acme.password", Planted.SETTING.value());
    settings.put("spark.acme.pin", Planted.PLUGIN_SETTING.value());
    settings.put("spark.authenticate", "true");
    settings.put("spark.authenticate.secret", Planted.AUTHENTICATION.value());
    settings.put("spark.kubernetes.driverEnv.X_PASSWORD", Planted.DRIVER_VARIABLE.value());
    settings.put("spark.executorEnv.X_TOKEN", Planted.EXECUTOR_VARIABLE.value());
    settings.put(
        "spark.driver.extraJavaOptions",
        "%s -Dpassword=%s".formatted(flags, Planted.DRIVER_OPTION.value()));
    settings.put(
        "spark.executor.extraJavaOptions",
        "%s -Dpassword=%s".formatted(flags, Planted.EXECUTOR_OPTION.value()));
    settings.put(
        "spark.jars", PlantedFileSystem.url(directory.resolve("open.jar"), Planted.JAR_URL));
    settings.put(
        "spark.kubernetes.file.upload.path", PlantedFileSystem.url(directory, Planted.UPLOAD_URL));
    settings.put(
        "spark.jars.repositories",
        "https://%s@repository.invalid/maven".formatted(Planted.REPOSITORY_URL.value()));
    String authenticate = "spark.kubernetes.authenticate.";
    settings.remove(authenticate + "submission.oauthTokenFile");
    settings.put(authenticate + "submission.oauthToken", Planted.SUBMITTER_TOKEN.value());
    settings.put(authenticate + "driver.oauthToken", Planted.DRIVER_TOKEN.value());
    settings.put("spark.kubernetes.driver.podTemplateFile", driverTemplate.toString());
    settings.put("spark.kubernetes.executor.podTemplateFile", executorTemplate.toString());
    return settings;
  }

  private static Path template(String name, Planted planted) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        """
        apiVersion: v1
        kind: Pod
        spec:
          containers:
          - name: spark
            env:
            - name: TEMPLATE_PASSWORD
              value: %s
        """
            .formatted(planted.value()));
  }

  private static void emptyJar(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("open.txt"));
    }
  }

  private static Path stepJar() throws IOException {
    Path jar = directory.resolve("licence.jar");
    CompiledStep.write(jar, "com.acme.Licence", STEP, List.of());
    return jar;
  }
}
