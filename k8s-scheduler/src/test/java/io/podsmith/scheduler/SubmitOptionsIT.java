// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.jobs.FailingJob;
import io.podsmith.scheduler.jobs.SumJob;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users give to spark-submit beside settings: files of their machine, other users, R. */
class SubmitOptionsIT {
  private static final String IMAGE = "podsmith/spark:test";
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Is on no class path: it can only run where its jar was brought to the pods. */
  private static final String UPLOADED_JOB =
      """
      import java.nio.file.*;
      import java.util.List;
      import org.apache.hadoop.security.UserGroupInformation;
      import org.apache.spark.*;
      import org.apache.spark.api.java.JavaSparkContext;

      public class UploadedJob {
        public static void main(String[] args) throws Exception {
          try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            System.out.println("The driver says: " + line());
            System.out.println("An executor says: "
                + spark.parallelize(List.of(1), 1).map(n -> line()).first());
          }
        }

        static String line() throws Exception {
          return UserGroupInformation.getCurrentUser().getShortUserName() + " reads "
              + Files.readString(Path.of(SparkFiles.get("greeting.txt")));
        }
      }
      """;

  private static EmbeddedCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void bringsJarAndFilesOfThisMachineToAJobOfAnotherUser() throws IOException {
    Path jar = uploadedJob();
    Path file = Files.writeString(folder.resolve("greeting.txt"), "good morning");
    Path uploads = Files.createDirectory(folder.resolve("uploads"));

    SparkSubmitProcess.Result result =
        submit(
            Map.of(
                "spark.kubernetes.driver.pod.name", "uploaded",
                "spark.kubernetes.file.upload.path", uploads.toUri().toString(),
                "spark.kubernetes.report.interval", "300ms"),
            List.of("--proxy-user", "alice", "--files", file.toString(), "--class", "UploadedJob"),
            jar.toString());

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("uploaded"))
        .contains("The driver says: alice reads good morning")
        .contains("An executor says: alice reads good morning");
    try (Stream<Path> uploaded = Files.walk(uploads)) {
      assertThat(uploaded.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("job.jar", "greeting.txt");
    }
    assertThat(result.output().lines().filter(line -> line.contains("Application status for ")))
        .as("the state at each report interval")
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.contains("(phase: "));
  }

  @Test
  void hasTheDriverResolveThePackagesThatTheJobNeeds() throws IOException {
    Path repository = folder.resolve("repository");
    Path version = Files.createDirectories(repository.resolve("org/acme/job/1.0"));
    Files.copy(uploadedJob(), version.resolve("job-1.0.jar"));
    Files.writeString(
        version.resolve("job-1.0.pom"),
        """
        <project><modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId>\
        <artifactId>job</artifactId><version>1.0</version></project>
        """);
    Path file = Files.writeString(folder.resolve("greeting.txt"), "good evening");

    SparkSubmitProcess.Result result =
        submit(
            Map.of(
                "spark.kubernetes.driver.pod.name", "packaged",
                "spark.kubernetes.file.upload.path", folder.toUri().toString(),
                "spark.jars.packages", "org.acme:job:1.0",
                "spark.jars.repositories", repository.toUri().toString(),
                "spark.jars.ivy", folder.resolve("ivy").toString()),
            List.of("--files", file.toString(), "--class", "UploadedJob"),
            "spark-internal");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(cluster.logs("packaged"))
        .contains("An executor says: " + System.getProperty("user.name") + " reads good evening");
  }

  @Test
  void writesOnThePodWhyTheJobFailed() {
    SparkSubmitProcess.Result result =
        submit(
            Map.of(
                "spark.kubernetes.driver.pod.name", "failing",
                "spark.kubernetes.driver.annotateExitException", "true"),
            List.of("--class", FailingJob.class.getName()),
            "spark-internal");

    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    assertThat(result.output())
        .as("one line at the submitter says where to look")
        .containsOnlyOnce("[PODSMITH-APP-001] driver pod failing in namespace default failed: ")
        .contains("the driver reported: java.lang.IllegalStateException: the input is missing")
        .contains("see kubectl logs failing -c spark-kubernetes-driver -n default")
        .doesNotContain("\tat ");
    assertThat(pod("failing").getMetadata().getAnnotations())
        .extractingByKey(Constants.EXIT_EXCEPTION_ANNOTATION)
        .asString()
        .contains(
            "IllegalStateException: the input is missing", "\tat " + FailingJob.class.getName());
  }

  @Test
  void warnsThatTheDriverHasNoToken() throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("driver.yaml"), "spec: {automountServiceAccountToken: false}\n");

    SparkSubmitProcess.Result result =
        submit(
            Map.of(
                "spark.kubernetes.driver.pod.name",
                "without-token",
                "spark.kubernetes.driver.podTemplateFile",
                template.toString()),
            List.of("--class", SumJob.class.getName()),
            "spark-internal",
            "2");

    // The embedded API server takes requests without a token, so the job itself ends well.
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("The driver pod without-token has automountServiceAccountToken: false");
  }

  /** What it takes to run it, Python in the image, is not on every machine. */
  @Test
  void bringsAProgramInPythonAndWhatItImports() throws IOException {
    Path main = Files.writeString(folder.resolve("main.py"), "import helper\n");
    Path helper = Files.writeString(folder.resolve("helper.py"), "print('helped')\n");
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    Map<String, String> settings =
        Map.of(
            "spark.kubernetes.driver.pod.name", "python-job",
            "spark.kubernetes.container.image", "no/such:image",
            "spark.kubernetes.file.upload.path", uploads.toUri().toString(),
            "spark.kubernetes.submission.waitAppCompletion", "false");

    SparkSubmitProcess.Result submitted =
        submit(settings, List.of("--py-files", helper.toString()), main.toString(), "7");

    assertThat(submitted.exitCode()).as(submitted.output()).isZero();
    Map<String, String> uploaded = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(uploads)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> uploaded.put(file.getFileName().toString(), file.toUri().toString()));
    }
    assertThat(uploaded).containsOnlyKeys("main.py", "helper.py");
    Pod pod = pod("python-job");
    assertThat(pod.getSpec().getContainers().get(0).getArgs())
        .startsWith("driver", "--properties-file", "/opt/spark/conf/spark.properties")
        .containsSubsequence("--class", "org.apache.spark.deploy.PythonRunner")
        .satisfies(
            args ->
                assertThat(Path.of(URI.create(args.get(args.size() - 2))))
                    .hasContent("import helper"))
        .endsWith("7");
    assertThat(properties(pod).getProperty("spark.submit.pyFiles"))
        .satisfies(file -> assertThat(Path.of(URI.create(file))).hasContent("print('helped')"));
  }

  /** The settings that a driver is given. */
  private static Properties properties(Pod driver) throws IOException {
    String map =
        driver.getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals(Constants.SPARK_CONF_VOLUME_DRIVER))
            .map(volume -> volume.getConfigMap().getName())
            .findFirst()
            .orElseThrow();
    Properties properties = new Properties();
    properties.load(
        new StringReader(
            cluster.client().configMaps().withName(map).get().getData().get("spark.properties")));
    return properties;
  }

  @Test
  void startsProgramsInRAndKillsThemByTheBeginningOfTheirNames() {
    Map<String, String> settings =
        Map.of(
            "spark.kubernetes.driver.pod.name", "r-job",
            "spark.kubernetes.container.image", "no/such:image",
            "spark.kubernetes.submission.waitAppCompletion", "false");

    SparkSubmitProcess.Result submitted =
        submit(settings, List.of(), "local:///opt/jobs/darts.R", "7", "fast");
    assertThat(submitted.exitCode()).as(submitted.output()).isZero();
    assertThat(submitted.output()).contains("submission ID default:r-job into Kubernetes");
    assertThat(pod("r-job").getSpec().getContainers().get(0).getArgs())
        .containsExactly(
            "driver",
            "--properties-file",
            "/opt/spark/conf/spark.properties",
            "--class",
            "org.apache.spark.deploy.RRunner",
            "local:///opt/jobs/darts.R",
            "7",
            "fast");

    SparkSubmitProcess.Result status = control("--status", "default:r-*");
    assertThat(status.exitCode()).as(status.output()).isZero();
    assertThat(status.output())
        .contains("Application status (driver): ", "pod name: r-job", "phase: Pending");

    SparkSubmitProcess.Result kill = control("--kill", "default:r-*");
    assertThat(kill.exitCode()).as(kill.output()).isZero();
    assertThat(kill.output()).contains("Grace period in secs: 3", "Deleting driver pod: r-job.");
    cluster.awaitPodDeleted("r-job", SOON);
    assertThat(deletions("r-job"))
        .singleElement()
        .satisfies(request -> assertThat(request.body()).contains("\"gracePeriodSeconds\":3"));
  }

  private SparkSubmitProcess.Result submit(
      Map<String, String> settings, List<String> options, String... resourceAndArguments) {
    Map<String, String> properties = new LinkedHashMap<>(cluster.sparkProperties());
    properties.put("spark.kubernetes.container.image", IMAGE);
    properties.put("spark.executor.instances", "1");
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.driver.memory", "512m");
    properties.put("spark.ui.enabled", "false");
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    properties.put("spark.driver.extraJavaOptions", flags);
    properties.put("spark.executor.extraJavaOptions", flags);
    properties.putAll(settings);
    List<String> arguments = new ArrayList<>(List.of("--deploy-mode", "cluster"));
    arguments.addAll(options);
    arguments.addAll(List.of(resourceAndArguments));
    return SparkSubmitProcess.run(properties, arguments);
  }

  private static SparkSubmitProcess.Result control(String action, String submission) {
    Map<String, String> properties = new LinkedHashMap<>(cluster.sparkProperties());
    properties.put("spark.kubernetes.appKillPodDeletionGracePeriod", "3s");
    return SparkSubmitProcess.run(properties, List.of(action, submission));
  }

  private static List<RecordedRequest> deletions(String pod) {
    return cluster.apiServer().requests().stream()
        .filter(request -> request.method().equals("DELETE") && request.name().equals(pod))
        .filter(request -> !request.userAgent().startsWith("podsmith-node"))
        .toList();
  }

  private static Pod pod(String name) {
    return cluster.client().pods().withName(name).get();
  }

  private Path uploadedJob() throws IOException {
    Path source = Files.writeString(folder.resolve("UploadedJob.java"), UPLOADED_JOB);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.resolve("classes").toString(),
                source.toString());
    assertThat(code).as("exit code of the compiler").isZero();
    Path jar = folder.resolve("job.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("UploadedJob.class"));
      entries.write(Files.readAllBytes(folder.resolve("classes/UploadedJob.class")));
    }
    return jar;
  }
}
