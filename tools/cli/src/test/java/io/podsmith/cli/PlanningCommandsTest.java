// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that plan without a cluster, with built-in steps and a step jar. */
class PlanningCommandsTest {
  private static final String SETTINGS =
      """
      # nightly
      spark.master=k8s://https://127.0.0.1:1
      spark.app.name=nightly
      spark.kubernetes.namespace=jobs
      spark.kubernetes.container.image=apache/spark:4.1.1
      spark.executor.memory=2g
      spark.acme.team=data
      spark.podsmith.steps.jars=@JAR@
      """;

  /** Planted secrets, each for another way to a pod or a property. */
  private static final List<String> SECRETS =
      List.of("s3cr3t-licence", "s3cr3t-password", "s3cr3t-token", "s3cr3t-executor");

  @TempDir private static Path jars;
  private static Path jar;

  @TempDir private Path directory;
  private Path settings;

  @BeforeAll
  static void packStep() throws IOException {
    jar = AcmeJar.write(jars.resolve("acme-team-1.2.0.jar"), "one");
  }

  @BeforeEach
  void writeSettings() throws IOException {
    settings = write("nightly.conf", "");
  }

  private Path write(String name, String more) throws IOException {
    return Files.writeString(
        directory.resolve(name), SETTINGS.replace("@JAR@", jar.toString()) + more);
  }

  private static CommandRun succeeds(Object... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
    return run;
  }

  private static CommandRun fails(Object... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    return run;
  }

  @Test
  void summarizesEachStepWithItsJarAndVersion() {
    assertThat(succeeds("explain", "--properties-file", settings).out())
        .contains("driver pod nightly-", "namespace jobs", "spark.driver-basics")
        .containsPattern("acme\\.team +acme-team-1\\.2\\.0\\.jar\\n")
        .contains("    labels        acme/team, tag\n")
        .containsPattern("before pod|beside pod {4}ConfigMap nightly-[-0-9a-z]+-driver-team\n")
        .contains("not requested  ", "other role ")
        .doesNotContain("\u001b");
  }

  @Test
  void explainsAFieldWithItsStepSettingAndOrigin() {
    assertThat(succeeds("explain", "acme/team", "--properties-file", settings).out())
        .contains("labels[acme/team]  data\n")
        .contains("by   acme.team (acme-team-1.2.0.jar)\n")
        .containsPattern("from spark\\.acme\\.team=data\\s+\\(%s:7\\)\n".formatted(settings));
  }

  @Test
  void showsOverwrittenValuesInOrder() throws IOException {
    Path template =
        Files.writeString(
            directory.resolve("driver.yaml"),
            "apiVersion: v1\nkind: Pod\nspec: {terminationGracePeriodSeconds: 7}\n");
    Path file =
        write("template.conf", "spark.kubernetes.driver.podTemplateFile=%s\n".formatted(template));

    assertThat(
            succeeds("explain", "terminationGracePeriodSeconds", "--properties-file", file).out())
        .containsSubsequence("terminationGracePeriodSeconds  99\n", "by   acme.team", "was  7 by");
  }

  @Test
  void explainsTheExecutorAndTheArgumentsOfTheApplication() {
    assertThat(
            succeeds("explain", "executor", "resources.limits", "--properties-file", settings)
                .out())
        .contains("resources.limits.memory  2432Mi\n", "by   spark.executor-basics");
    assertThat(
            succeeds(
                    "explain",
                    "args",
                    "--class",
                    "A",
                    "-c",
                    "spark.x=1",
                    "--properties-file",
                    settings,
                    "--",
                    "local:///a.jar",
                    "--rows",
                    "100")
                .out())
        .containsPattern("\"--class\",\\s*\"A\",\\s*\"local:///a.jar\",\\s*\"--rows\",\\s*\"100\"");
  }

  @Test
  void answersWhyAStepDoesNotRun() {
    assertThat(
            succeeds("explain", "--why-not", "spark.mount-secrets", "--properties-file", settings)
                .out())
        .containsPattern("did not run for\\s+the driver\\s+pod: no\\s+setting\\s+requests\\s+it");
    assertThat(
            succeeds(
                    "explain",
                    "--why-not",
                    "acme.team",
                    "--properties-file",
                    settings,
                    "--conf",
                    "spark.podsmith.steps.disabled=acme.team")
                .out())
        .containsPattern("spark\\.podsmith\\.steps\\.disabled\\sdisables it");
    assertThat(fails("explain", "--why-not", "mount-secret", "--properties-file", settings).err())
        .startsWith("error: PODSMITH-STEP-002 ")
        .contains("spark.mount-secrets");
  }

  @ParameterizedTest
  @CsvSource({
    "spec.volume, spec.volumes",
    "SPARK_USR, SPARK_USER",
    "metadata.lables, metadata.labels"
  })
  void namesTheNearestPaths(String typed, String nearest) {
    assertThat(fails("explain", typed, "--properties-file", settings).err())
        .startsWith("error: PODSMITH-CONF-002 ")
        .contains("'%s' matches no field".formatted(typed), nearest);
  }

  @Test
  void saysWhyThereIsNoExecutor() {
    assertThat(
            fails(
                    "explain",
                    "executor",
                    "--properties-file",
                    settings,
                    "--conf",
                    "spark.podsmith.submission.tryExecutorSteps=false")
                .err())
        .contains("no executor pod", "spark.podsmith.submission.tryExecutorSteps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "explain",
        "explain executor resources",
        "submit --conf spark.podsmith.submit.dryRun=client --class A local:///a.jar"
      })
  void rejectsSettingsThatOnlyTheDriverReads(String line) {
    List<Object> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(
        1,
        List.of(
            "--properties-file",
            settings,
            "--conf",
            "spark.kubernetes.allocation.pods.allocator=deployment",
            "--conf",
            "spark.dynamicAllocation.enabled=true"));

    assertThat(fails(words.toArray()).err())
        .startsWith("error: PODSMITH-CONF-004 spark.kubernetes.executor.podDeletionCost is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain drivr spec", "explain driver spec more", "diff one"})
  void rejectsWrongArguments(String line) {
    assertThat(fails((Object[]) line.split(" ")).err()).startsWith("error: PODSMITH-CONF-009 ");
  }

  @Test
  void savesAPlanThatExplainsAndComparesTheSame() throws IOException {
    Path json = directory.resolve("plan.json");
    Path yaml = directory.resolve("plan.yml");
    for (Path file : List.of(json, yaml)) {
      succeeds("plan", "-o", file, "--properties-file", settings, "--class", "A", "local:///a.jar");
    }

    assertThat(succeeds("explain", "acme/team", "--plan", json).out())
        .isEqualTo(succeeds("explain", "acme/team", "--properties-file", settings).out());
    assertThat(succeeds("diff", json, yaml).out()).contains("No difference.");
    assertThat(succeeds("diff", settings, yaml, "--class", "A", "--", "local:///a.jar").out())
        .contains("No difference.");
    assertThat(succeeds("plan", "--properties-file", settings).out())
        .contains("application nightly", "Pod nightly-", "by acme.team");
  }

  @Test
  void rejectsPlansThatWereEditedOrAreOfAnotherVersion() throws IOException {
    Path plan = directory.resolve("plan.yaml");
    succeeds("plan", "-o", plan, "--properties-file", settings);
    String text = Files.readString(plan);

    Files.writeString(plan, text.replace("apache/spark:4.1.1", "apache/spark:4.0.0"));
    assertThat(fails("explain", "--plan", plan).err())
        .startsWith("error: PODSMITH-CONF-007 ")
        .contains("its digest does not match");
    Files.writeString(plan, text.replace("podsmith.io/v1", "podsmith.io/v2"));
    assertThat(fails("diff", plan, settings).err()).contains("its format is podsmith.io/v2");
    Files.writeString(plan, text.substring(0, text.length() / 2));
    assertThat(fails("diff", settings, plan).err()).startsWith("error: PODSMITH-CONF-007 ");
    Files.writeString(plan, "- 1\n");
    assertThat(fails("explain", "--plan", plan).err()).contains("it is not a plan");
  }

  @Test
  void comparesSettingsFieldByFieldWithStepsAndOrigins() throws IOException {
    Path other =
        Files.writeString(
            directory.resolve("next.conf"),
            Files.readString(settings)
                .replace("memory=2g", "memory=3g")
                .replace("team=data", "team=ops"));

    CommandRun run = CommandRun.of("diff", settings, other);

    assertThat(run.code()).isEqualTo(ExitCodes.DIFFERENT);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "--- %s\n+++ %s\n".formatted(settings, other),
            "~ metadata.labels[acme/team]: data -> ops\n      by acme.team\n",
            "~ resources.limits.memory: 2432Mi -> 3456Mi\n      by spark.executor-basics\n",
            "~ data.team: data -> ops\n",
            "ConfigMap nightly-<id>-driver-team of the driver\n",
            "~ spark.acme.team")
        .doesNotContain("spark.app.id", "submitTime");
    assertThat(succeeds("diff", settings, write("same.conf", "# comment\n")).out())
        .isEqualTo("No difference.\n");
  }

  @Test
  void givesDifferencesAsJson() throws IOException {
    Path other = write("next.conf", "spark.kubernetes.driver.label.x=y\n");

    JsonNode tree =
        new ObjectMapper().readTree(CommandRun.of("diff", settings, other, "-o", "json").out());

    assertThat(tree.get("same").asBoolean()).isFalse();
    JsonNode label = tree.get("differences").get(0);
    assertThat(label.get("part").asText()).isEqualTo("driver pod");
    assertThat(label.get("path").asText()).isEqualTo("metadata.labels.x");
    assertThat(label.get("second").get("value").asText()).isEqualTo("y");
    assertThat(label.get("second").get("writer").asText()).isEqualTo("spark.driver-basics");
    assertThat(label.has("first")).isFalse();
  }

  @Test
  void listsAndDescribesSteps() {
    assertThat(succeeds("steps", "list", "--properties-file", settings).out())
        .startsWith("STEP ")
        .containsPattern("acme\\.team +\\w+ +runs +runs +acme-team-1\\.2\\.0\\.jar\\n")
        .containsPattern("spark\\.executor-basics +\\w+ +- +runs ")
        .containsPattern("spark\\.mount-secrets +\\w+ +not requested +not requested ");
    assertThat(succeeds("steps", "list").out())
        .containsPattern("spark\\.driver-basics +\\w+ +unknown +-")
        .contains("spark.kubernetes.container.image");
    assertThat(succeeds("steps", "describe", "acme.team", "--properties-file", settings).out())
        .contains(
            "Labels pods with their team.",
            "spark.acme.team\n      set: data (%s:7)\n".formatted(settings),
            "Team that owns the job.");
    assertThat(fails("steps", "describe", "acme.taem", "--properties-file", settings).err())
        .startsWith("error: PODSMITH-STEP-002 ")
        .contains("the nearest are acme.team");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain --properties-file @",
        "plan --properties-file @",
        "steps list --properties-file @",
        "diff @ /dev/null"
      })
  void rejectsSettingsThatCannotBeRead(String line) throws IOException {
    Path missing = directory.resolve("missing.conf");
    Path broken = Files.writeString(directory.resolve("broken.conf"), "spark.a=1\nspark.b=\\u12\n");

    for (Path file : List.of(missing, directory)) {
      assertThat(fails(words(line, file)).err())
          .startsWith("error: PODSMITH-CONF-007 ")
          .contains(file.toString());
    }
    assertThat(fails(words(line, broken)).err()).contains("%s:2".formatted(broken));
  }

  private static Object[] words(String line, Path file) {
    return Stream.of(line.split(" ")).map(word -> word.replace("@", file.toString())).toArray();
  }

  @Test
  void uploadsNothing() throws IOException {
    Path uploads = Files.createDirectory(directory.resolve("uploads"));
    Path app = Files.writeString(directory.resolve("app.jar"), "");
    String path = "spark.kubernetes.file.upload.path=%s".formatted(uploads.toUri());

    CommandRun run =
        CommandRun.of("plan", "--properties-file", settings, "-c", path, "--class", "A", app);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(uploads).isEmptyDirectory();
  }

  @Test
  void showsNoSecret() throws IOException {
    Path file =
        write(
            "secrets.conf",
            """
            spark.acme.licence=s3cr3t-licence
            spark.kubernetes.driverEnv.DB_PASSWORD=s3cr3t-password
            spark.kubernetes.authenticate.driver.oauthToken=s3cr3t-token
            spark.executorEnv.API_TOKEN=s3cr3t-executor
            """);
    Path plan = directory.resolve("plan.json");
    Path changed = Files.writeString(directory.resolve("changed.conf"), "");
    Files.writeString(changed, Files.readString(file).replace("s3cr3t-", "s3cr3t-2"));
    StringBuilder all = new StringBuilder();
    for (String format : List.of("text", "json", "yaml")) {
      for (String line :
          List.of(
              "explain driver",
              "explain driver spec",
              "explain driver metadata",
              "explain executor spec",
              "explain --why-not acme.team",
              "explain --why-not spark.env-secrets",
              "plan",
              "steps list",
              "steps describe acme.team")) {
        CommandRun run =
            CommandRun.of((line + " -o " + format + " --properties-file " + file).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
        all.append(run.out()).append(run.err());
      }
      all.append(CommandRun.of("diff", file, settings, "-o", format));
      all.append(CommandRun.of("diff", file, changed, "-o", format));
    }
    CommandRun saved = CommandRun.of("plan", "-o", plan, "--properties-file", file, "-v");
    all.append(saved.out()).append(saved.err()).append(Files.readString(plan));
    all.append(CommandRun.of("diff", plan, settings));

    assertThat(all.toString()).contains("(secret)");
    SECRETS.forEach(secret -> assertThat(all.toString()).doesNotContain(secret));
  }

  @Test
  void watchesSettingsAndStepJars() throws Exception {
    Path copy = Files.copy(jar, directory.resolve("copy.jar"));
    Path watched =
        Files.writeString(
            directory.resolve("watched.conf"), SETTINGS.replace("@JAR@", copy.toString()));
    Lines lines = new Lines();
    Thread thread =
        new Thread(
            () ->
                Main.execute(
                    new String[] {
                      "explain", "tag", "--watch", "--properties-file", watched.toString()
                    },
                    new PrintWriter(lines, true),
                    new PrintWriter(lines, true),
                    Map.of()));
    thread.start();
    try {
      assertThat(lines.next()).contains("tag  one");
      assertThat(lines.next()).contains("Watching 2 files and directories");

      replace(watched, Files.readString(watched).replace("team=data", "team=ops"));
      assertThat(lines.next()).contains("~ metadata.labels[acme/team]: data -> ops");
      Path written = directory.resolve("copy.jar~");
      AcmeJar.write(written, "two");
      Files.move(written, copy, StandardCopyOption.REPLACE_EXISTING);
      assertThat(lines.next()).contains("~ metadata.labels.tag: one -> two");
      replace(watched, "spark.kubernetes.container.image=\\u12\n");
      assertThat(lines.next()).startsWith("error: PODSMITH-CONF-001 ").contains("watched.conf:1");
    } finally {
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
  }

  /** Writes a file as editors do. */
  private static void replace(Path file, String text) throws IOException {
    Path written =
        Files.writeString(file.resolveSibling("%s~".formatted(file.getFileName())), text);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Passes each flushed text on. */
  private static final class Lines extends Writer {
    private final BlockingQueue<String> flushed = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    /** Leaves out what a late event of an earlier change brings. */
    String next() throws InterruptedException {
      String next = String.valueOf(flushed.poll(20, TimeUnit.SECONDS));
      return next.startsWith("Planned again: nothing changed") ? next() : next;
    }

    @Override
    public synchronized void write(char[] chars, int offset, int length) {
      text.append(chars, offset, length);
    }

    @Override
    public synchronized void flush() {
      if (!text.isEmpty()) {
        flushed.add(text.toString());
        text.setLength(0);
      }
    }

    @Override
    public void close() {}
  }
}
