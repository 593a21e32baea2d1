// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.Main;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.spark.deploy.SparkSubmit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SubmitIT {
  private static final int LINES_OF_THE_SMALLEST = 50;

  @TempDir private Path directory;
  private final EmbeddedApiServer sparks = EmbeddedApiServer.builder().withoutControllers().start();
  private final EmbeddedApiServer ours = EmbeddedApiServer.builder().withoutControllers().start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void leaveOutTheKubeconfigOfThisMachine() {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
  }

  @AfterEach
  void stop() {
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    ours.close();
    sparks.close();
  }

  /** Words of a command line, separated by blanks; {@code @} means the directory of the test. */
  static Stream<String> applications() {
    return Stream.of(
        "--class org.example.Job local:///opt/job.jar 1 --name two",
        "--class org.example.Job --jars local:///opt/a.jar,https://host/b.jar spark-internal",
        "--py-files local:///opt/lib.zip local:///opt/main.py in",
        "--name n local:///opt/main.R",
        "--class org.example.Job --proxy-user alice --num-executors 3 --driver-memory 2g"
            + " --driver-cores 2 --executor-memory 3g --executor-cores 2 --conf spark.x=a=b"
            + " --driver-java-options -Da=b local:///opt/job.jar",
        "--class org.example.Job --properties-file @/job.properties local:///opt/job.jar");
  }

  @ParameterizedTest
  @MethodSource("applications")
  void createsTheObjectsOfSparkSubmit(String line) throws IOException {
    writeProperties();
    List<String> words = Stream.of(line.split(" ")).map(this::inDirectory).toList();

    // SparkSubmit leaves its own class loader behind
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      new SparkSubmit().doSubmit(words(sparks, words).toArray(String[]::new));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    int exitCode = submit(words(ours, words));

    assertThat(exitCode).as(err.toString()).isEqualTo(ExitCodes.OK);
    SortedMap<String, String> expected = requests(sparks);
    assertThat(expected)
        .as("spark-submit requested next to nothing: is the test broken?")
        .hasSizeGreaterThan(LINES_OF_THE_SMALLEST);
    assertThat(Flat.differences(expected, requests(ours))).isEmpty();
    assertThat(out.toString()).startsWith("driver default:");
  }

  /** Settings that only the driver reads, with a part of the error. */
  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.allocation.batch.size=0, spark.kubernetes.allocation.batch.size is '0'",
    "spark.executor.maxNumFailures=many, spark.executor.maxNumFailures is 'many'",
    "spark.dynamicAllocation.maxExecutors=1.5, spark.dynamicAllocation.maxExecutors is '1.5'"
  })
  void createsNothingIfASettingOfExecutorManagementIsInvalid(String setting, String error) {
    List<String> words =
        List.of(
            "--conf",
            setting,
            "--conf",
            "spark.dynamicAllocation.enabled=true",
            "--class",
            "A",
            "local:///a.jar");

    assertThat(submit(words(ours, words))).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString()).startsWith("error: PODSMITH-CONF-00").contains(error);
    assertThat(err.toString()).hasLineCount(1);
    assertThat(ours.requests()).isEmpty();
  }

  @Test
  void createsNothingIfTheApplicationIsMissing() {
    assertThat(submit(words(ours, List.of()))).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString())
        .startsWith("error: PODSMITH-CONF-009 the application is missing")
        .hasLineCount(1);
    assertThat(ours.requests()).isEmpty();
  }

  @Test
  void createsNothingIfAFileWouldHaveToBeUploaded() throws IOException {
    Path jar = Files.writeString(directory.resolve("a.jar"), "");
    List<String> words =
        List.of(
            "--conf",
            "spark.kubernetes.file.upload.path=s3a://bucket/path",
            "--class",
            "A",
            jar.toString());

    assertThat(submit(words(ours, words))).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString()).startsWith("error: PODSMITH-CONF-007 ").contains("without Hadoop");
    assertThat(ours.requests()).filteredOn(each -> !each.method().equals("GET")).isEmpty();
  }

  @Test
  void createsNothingWhereKerberosIsOn() {
    List<String> words =
        List.of(
            "--conf",
            "spark.hadoop.hadoop.security.authentication=kerberos",
            "--class",
            "A",
            "local:///a.jar");

    assertThat(submit(words(ours, words))).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString()).contains("kerberos", "use spark-submit");
    assertThat(ours.requests()).isEmpty();
  }

  @Test
  void overridesTheSettingByNoWait() {
    List<String> words =
        List.of(
            "--conf",
            "spark.kubernetes.submission.waitAppCompletion=true",
            "--no-wait",
            "--class",
            "A",
            "local:///a.jar");

    assertThat(submit(words(ours, words))).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).startsWith("driver default:");
  }

  private int submit(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(0, "submit");
    return Main.execute(
        all.toArray(String[]::new),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        System.getenv());
  }

  private static List<String> words(EmbeddedApiServer server, List<String> more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--master",
                "k8s://" + server.url(),
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.kubernetes.container.image=spark:4.1.1",
                "--conf",
                "spark.kubernetes.submission.waitAppCompletion=false",
                "--conf",
                "spark.app.submitTime=1"));
    words.addAll(more);
    return words;
  }

  private SortedMap<String, String> requests(EmbeddedApiServer server) {
    List<Pod> drivers = server.client().pods().inNamespace("default").list().getItems();
    assertThat(drivers).hasSize(1);
    return Flat.of(
        server.requests().stream().filter(each -> !each.verb().equals("list")).toList(),
        drivers.get(0).getMetadata().getUid());
  }

  private String inDirectory(String word) {
    return word.replace("@", directory.toString());
  }

  private void writeProperties() throws IOException {
    Files.writeString(
        directory.resolve("pod.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata:
          labels:
            team: data
        spec:
          nodeSelector:
            disk: ssd
        """);
    Files.writeString(
        directory.resolve("job.properties"),
        """
        spark.app.name              From a file!
        spark.files                 local:///opt/c.txt
        spark.kubernetes.driver.podTemplateFile %s/pod.yaml
        spark.kubernetes.driver.label.cost 7
        spark.kubernetes.driver.secrets.creds /etc/creds
        spark.kubernetes.driver.volumes.emptyDir.tmp.mount.path /scratch
        spark.hadoop.fs.defaultFS   file:///
        spark.eventLog.enabled      true
        spark.eventLog.dir          local:///tmp
        """
            .formatted(directory));
  }
}
