// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.views.Application;
import io.podsmith.scheduler.ScalaInterop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Gives the same words to Spark's own SparkSubmit and to the options of our commands. */
final class SparkSubmitParityTest {
  private static final List<String> USUAL =
      List.of("--master", "k8s://https://host:6443", "--deploy-mode", "cluster");
  private static final String SUBMIT_TIME = "spark.app.submitTime";

  @TempDir private Path directory;

  /** A command as others have it. */
  @Command(name = "given")
  static final class Given {
    @Mixin private SettingsOptions options = new SettingsOptions();
    @Mixin private ApplicationParameters application = new ApplicationParameters();
  }

  /**
   * Words of a command line.
   *
   * @param line words separated by blanks; {@code @} means the directory of the test, {@code ~} a
   *     blank
   * @param environment names and values, separated by blanks
   */
  record Case(String line, String environment) {
    static Case of(String line) {
      return new Case(line, "");
    }

    List<String> words(Path directory) {
      return Stream.of(line.split(" "))
          .map(word -> word.replace("@", directory.toString()).replace('~', ' '))
          .toList();
    }

    Map<String, String> environment(Path directory) {
      Map<String, String> variables = new TreeMap<>();
      if (!environment.isEmpty()) {
        for (String pair : environment.split(" ")) {
          String[] parts = pair.split("=", 2);
          variables.put(parts[0], parts[1].replace("@", directory.toString()));
        }
      }
      return variables;
    }
  }

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name : List.of("a.jar", "b.jar", "with blank.jar", "c.txt", "x1.zip", "x2.zip")) {
      Files.writeString(directory.resolve(name), name);
    }
    Files.createDirectories(directory.resolve("sub/deep"));
    Files.writeString(directory.resolve("sub/deep/d.jar"), "");
    Files.writeString(directory.resolve("main.py"), "");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.example.FromManifest");
    new JarOutputStream(Files.newOutputStream(directory.resolve("app.jar")), manifest).close();
    Files.writeString(
        directory.resolve("job.properties"),
        """
        # settings of a job
        spark.app.name=from the file
        spark.kubernetes.container.image = spark:4.1.1
        spark.jars   http://host/e.jar, @/a.jar
        spark.executor.instances 3
        other.key 1
        spark.driver.host 10.0.0.1
        spark.submit.pyFiles=@/x*.zip
        spark.long=one,\\
            two
        """
            .replace("@", directory.toString()));
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(
        directory.resolve("conf/spark-defaults.conf"),
        """
        spark.app.name from-defaults
        spark.eventLog.enabled true
        spark.yarn.keytab local:///etc/user.keytab
        spark.yarn.principal user@REALM
        """);
  }

  static Stream<Case> accepted() {
    return Stream.of(
        Case.of("--class org.example.Job local:///opt/app.jar"),
        Case.of("--class org.example.Job local:///opt/app.jar --class other -v --conf a @file --"),
        Case.of("--class org.example.Job --name my~job local:///opt/app.jar 1 2"),
        Case.of("--class org.example.Job spark-internal"),
        Case.of("--class org.example.Job @/app.jar"),
        Case.of("@/app.jar argument"),
        Case.of("--class=org.example.Job --name=a=b --conf=spark.a=b=c local:///opt/app.jar"),
        Case.of("--class A --class B --conf spark.a=1 -c spark.a=2 local:///opt/app.jar"),
        Case.of("--class A --name N --conf spark.app.name=other local:///opt/app.jar"),
        Case.of("--class A --conf spark.app.name=other local:///opt/app.jar"),
        Case.of("--class A --conf other.key=1 --conf spark=2 local:///opt/app.jar"),
        Case.of("--class A --conf spark.empty= --conf spark.driver.host=h local:///opt/app.jar"),
        Case.of("--class A --conf spark.app.submitTime=5 local:///opt/app.jar"),
        Case.of("--class A --driver-java-options -Da=b~-Dc local:///opt/app.jar"),
        Case.of("--class A --driver-java-options --name local:///opt/app.jar"),
        Case.of(
            "--class A --driver-memory 2g --driver-cores 2 --driver-class-path /x/* --driver-library-path /l local:///opt/app.jar"),
        Case.of(
            "--class A --executor-memory 512m --executor-cores 3 --num-executors 7 local:///opt/app.jar"),
        Case.of(
            "--class A --conf spark.dynamicAllocation.enabled=TRUE --num-executors 0 local:///opt/app.jar"),
        Case.of(
            "--class A --total-executor-cores 5 --queue q --supervise --conf spark.a=b local:///opt/app.jar"),
        Case.of("--class A --jars @/a.jar,@/b.jar --files @/c.txt#name local:///opt/app.jar"),
        Case.of("--class A --jars @/*.jar --archives @/x?.zip#dir local:///opt/app.jar"),
        Case.of("--class A --jars @/*/deep/*.jar local:///opt/app.jar"),
        Case.of("--class A --jars @/with~blank.jar --files @/missing local:///opt/app.jar"),
        Case.of("--class A --jars file:@/a.jar,file://@/b.jar,local:///x/*.jar local:///a.jar"),
        Case.of("--class A --jars @/sub --files @/no*match local:///opt/app.jar"),
        Case.of("--class A --jars https://h/a.jar,ftp://h/b*.jar local:///opt/app.jar"),
        Case.of("--class A --conf spark.jars=@/a.jar,~@/b.jar,, local:///opt/app.jar"),
        Case.of("--class A --conf spark.jars=@/a.jar --jars @/b.jar @/sub/../app.jar"),
        Case.of("--class A --jars src/main/../test,pom.xml pom.xml"),
        Case.of("--class A --files @/main.py --py-files @/x1.zip,@/x2.zip local:///opt/app.jar"),
        Case.of("--py-files @/x*.zip,@/main.py @/main.py in out"),
        Case.of("--class Ignored --jars @/a.jar local:///opt/main.py"),
        Case.of("main.py --py-files no.py"),
        Case.of("--name n --files @/c.txt local:///opt/main.R 1"),
        Case.of("@/main.r"),
        Case.of("--class A --proxy-user alice local:///opt/app.jar"),
        Case.of("--class A --principal p --keytab local:///etc/k local:///opt/app.jar"),
        Case.of("--properties-file @/job.properties --class A local:///opt/app.jar"),
        Case.of("--properties-file @/job.properties --jars @/b.jar --name N @/main.py"),
        Case.of(
            "--properties-file @/job.properties --conf spark.executor.instances=5 --class A local:///opt/app.jar"),
        new Case(
            "--properties-file @/job.properties --class A local:///opt/app.jar",
            "SPARK_CONF_DIR=@/conf"),
        new Case(
            "--load-spark-defaults --properties-file @/job.properties --class A local:///opt/app.jar",
            "SPARK_CONF_DIR=@/conf"),
        new Case("--class A local:///opt/app.jar", "SPARK_CONF_DIR=@/conf SPARK_HOME=/nowhere"),
        new Case("--class A local:///opt/app.jar", "SPARK_HOME=@"),
        new Case(
            "--class A local:///opt/app.jar",
            "SPARK_DRIVER_MEMORY=3g SPARK_EXECUTOR_MEMORY=2g SPARK_EXECUTOR_CORES=4 MASTER=k8s://ignored"),
        new Case(
            "--class A --executor-memory 1g --conf spark.driver.memory=1g local:///opt/app.jar",
            "SPARK_DRIVER_MEMORY=3g SPARK_EXECUTOR_MEMORY=2g"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void givesTheSettingsAndTheApplicationOfSparkSubmit(Case given) {
    List<String> words = new ArrayList<>(USUAL);
    words.addAll(given.words(directory));
    compare(words, given.environment(directory));
  }

  static Stream<String> masters() {
    return Stream.of(
        "k8s://host:6443",
        "k8s://host",
        "k8s://https://host:6443",
        "k8s://http://127.0.0.1:8001",
        "k8s://https://host/path");
  }

  @ParameterizedTest
  @MethodSource("masters")
  void addsTheSchemeThatAMasterLacks(String master) {
    List<String> application = List.of("--class", "A", "local:///a.jar");
    List<String> words = new ArrayList<>(List.of("--deploy-mode", "cluster", "--master", master));
    words.addAll(application);
    compare(words, Map.of());
    List<String> fromEnvironment = new ArrayList<>(application);
    compare(fromEnvironment, Map.of("MASTER", master, "DEPLOY_MODE", "cluster"));
    List<String> fromConf =
        new ArrayList<>(
            List.of("--conf", "spark.master=" + master, "-c", "spark.submit.deployMode=cluster"));
    fromConf.addAll(application);
    compare(fromConf, Map.of("MASTER", "k8s://other"));
  }

  static Stream<Case> rejected() {
    return Stream.of(
        Case.of("--class A --driver-memory 0 local:///opt/app.jar"),
        Case.of("--class A --driver-memory lots local:///opt/app.jar"),
        Case.of("--class A --executor-memory -1g local:///opt/app.jar"),
        Case.of("--class A --driver-cores 0 local:///opt/app.jar"),
        Case.of("--class A --executor-cores 1.5 local:///opt/app.jar"),
        Case.of("--class A --num-executors 0 local:///opt/app.jar"),
        Case.of("--class A --conf novalue local:///opt/app.jar"),
        Case.of("--class A --proxy-user a --principal b local:///opt/app.jar"),
        Case.of("--class A --jars @/*.jar#name local:///opt/app.jar"),
        Case.of("--class A --properties-file @/none local:///opt/app.jar"),
        Case.of("--class A --master yarn local:///opt/app.jar"),
        Case.of("--class A --master k8s:host local:///opt/app.jar"),
        Case.of("pyspark-shell"),
        Case.of("spark-shell"),
        Case.of("spark-internal"),
        Case.of("local:///opt/app.jar"),
        Case.of("@/a.jar"),
        Case.of("@/missing.jar"),
        Case.of("--class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal"));
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void rejectsWhatSparkSubmitRejects(Case given) {
    List<String> words = new ArrayList<>(USUAL);
    words.addAll(given.words(directory));
    assertThatThrownBy(() -> sparks(words, Map.of()))
        .as("SparkSubmit accepts it: drop the case")
        .isNotNull();
    assertThatThrownBy(() -> ours(words, Map.of())).isInstanceOf(PodsmithException.class);
  }

  private void compare(List<String> words, Map<String, String> environment) {
    Tuple4<Seq<String>, Seq<String>, SparkConf, String> sparks = sparks(words, environment);
    Map<String, String> expected = new TreeMap<>(ScalaInterop.map(sparks._3().getAll()));
    CliSettings ours = ours(words, environment);
    Map<String, String> actual = new TreeMap<>(ours.settings().asMap());
    if (!words.toString().contains(SUBMIT_TIME)) {
      assertThat(actual.remove(SUBMIT_TIME)).matches("\\d{13}");
      expected.remove(SUBMIT_TIME);
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(arguments(ours.application())).isEqualTo(ScalaInterop.list(sparks._1()));
  }

  private static Tuple4<Seq<String>, Seq<String>, SparkConf, String> sparks(
      List<String> words, Map<String, String> environment) {
    SparkSubmitArguments arguments =
        new SparkSubmitArguments(
            ScalaInterop.seq(words), Map$.MODULE$.from(CollectionConverters.asScala(environment)));
    return new SparkSubmit().prepareSubmitEnvironment(arguments, Option.empty());
  }

  private static CliSettings ours(List<String> words, Map<String, String> environment) {
    Given given = new Given();
    CommandLine commandLine = new CommandLine(given);
    Main.configureParser(commandLine);
    commandLine.parseArgs(words.toArray(String[]::new));
    return new SettingsResolver(environment, warning -> {})
        .resolve(given.options, given.options.propertiesFile(), given.application.words());
  }

  /** Returns an application as SparkSubmit passes it to Podsmith. */
  private static List<String> arguments(Application application) {
    List<String> arguments = new ArrayList<>();
    application
        .mainAppResource()
        .file()
        .ifPresent(
            file ->
                arguments.addAll(
                    List.of(
                        switch (application.mainAppResource().language()) {
                          case PYTHON -> "--primary-py-file";
                          case R -> "--primary-r-file";
                          case JAVA -> "--primary-java-resource";
                        },
                        file)));
    arguments.addAll(List.of("--main-class", application.mainClass()));
    application.args().forEach(each -> arguments.addAll(List.of("--arg", each)));
    application.proxyUser().ifPresent(user -> arguments.addAll(List.of("--proxy-user", user)));
    return arguments;
  }
}
