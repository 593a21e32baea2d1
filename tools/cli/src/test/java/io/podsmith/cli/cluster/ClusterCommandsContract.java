// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} and {@code kill} do on any cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class ClusterCommandsContract {
  /** Runs until it is ended, and ends at once. */
  static final String FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int DEADLINE_SECONDS = 60;

  @TempDir Path directory;
  Target target;
  String namespace;
  Jobs jobs;

  abstract Target start();

  /** Waits for what a controller creates in a new namespace. */
  void prepareNamespace() {}

  @BeforeAll
  void startTarget() {
    target = start();
  }

  @AfterAll
  void closeTarget() {
    if (target != null) {
      target.close();
    }
  }

  @BeforeEach
  void makeNamespace() {
    namespace =
        "cli-%d-%s".formatted(COUNT.incrementAndGet(), Long.toString(System.nanoTime(), 36));
    target
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    prepareNamespace();
    jobs = new Jobs(target, namespace, directory);
  }

  @AfterEach
  void deleteNamespace() {
    target.client().namespaces().withName(namespace).delete();
  }

  @Test
  void listsTheApplicationsOfANamespace() throws Exception {
    assertThat(run("status").out())
        .isEqualTo("No applications in namespace %s.%n".formatted(namespace));
    await(jobs.submit("spark-a", "First Job", FOREVER), ClusterCommandsContract::isRunning);
    Pod second = jobs.submit("spark-b", "second", FOREVER);
    await(second, ClusterCommandsContract::isRunning);
    await(jobs.executor(second, 1, FOREVER, pod -> pod), ClusterCommandsContract::isRunning);

    CommandRun run = run("status");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("NAME +ID +STATE +EXECUTORS +AGE +DRIVER"))
        .anySatisfy(
            line ->
                assertThat(line).matches("first-job +spark-a +Running +- +\\d+s +spark-a-driver"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("second +spark-b +Running +1 running +\\d+s +spark-b-driver"));
  }

  @Test
  void showsExecutorsWithNodeAndReason() throws Exception {
    Pod driver = await(jobs.submit("spark-a", "pi", FOREVER), ClusterCommandsContract::isRunning);
    Pod running = jobs.executor(driver, 2, FOREVER, pod -> pod);
    running = await(running, ClusterCommandsContract::isRunning);
    Pod pending =
        jobs.executor(
            driver,
            10,
            FOREVER,
            pod -> pod.editSpec().addToNodeSelector("no-such", "label").endSpec());
    await(
        pending,
        pod ->
            pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Unschedulable".equals(condition.getReason())));

    CommandRun run = run("status", "pi");

    String node = running.getSpec().getNodeName();
    assertThat(run.out())
        .as(run.err())
        .contains("Application: pi (spark-a)")
        .contains("State:       Running, created ")
        .contains("Submission:  %s:spark-a-driver".formatted(namespace))
        .contains("Driver:      spark-a-driver on node ")
        .contains("Executors:   1 running, 1 pending")
        .containsPattern("2 +spark-a-exec-2 +%s +Running".formatted(node))
        .containsPattern("10 +spark-a-exec-10 +- +Pending +Unschedulable: .*nodes are available")
        .containsSubsequence("spark-a-exec-2 ", "spark-a-exec-10 ");
  }

  @Test
  void printsTheSameAsJsonAndYaml() throws Exception {
    Pod driver = await(jobs.submit("spark-a", "pi", FOREVER), ClusterCommandsContract::isRunning);
    await(jobs.executor(driver, 1, FOREVER, pod -> pod), ClusterCommandsContract::isRunning);

    JsonNode application =
        new ObjectMapper().readTree(run("status", "-o", "json", "pi").out()).at("/applications/0");

    assertThat(application.at("/name").asText()).isEqualTo("pi");
    assertThat(application.at("/id").asText()).isEqualTo("spark-a");
    assertThat(application.at("/state").asText()).isEqualTo("Running");
    assertThat(application.at("/submissionId").asText()).isEqualTo(namespace + ":spark-a-driver");
    assertThat(application.at("/executors/0/id").asText()).isEqualTo("1");
    assertThat(application.at("/executors/0/node").asText()).isNotEmpty();
    assertThat(run("status", "-o", "yaml").out()).contains("state: \"Running\"", "id: \"spark-a\"");
  }

  @Test
  void findsAnApplicationByAnyOfItsNames() throws Exception {
    jobs.submit("spark-a", "My Job", FOREVER);
    jobs.submit("spark-b", "other", FOREVER);

    for (String name : List.of("my-job", "My Job", "spark-a", "spark-a-driver", "my-*")) {
      assertThat(run("status", name).out()).as(name).contains("Application: my-job (spark-a)");
    }
    assertThat(execute("status", connection(), namespace + ":spark-a-driver").out())
        .contains("Application: my-job (spark-a)");
    assertThat(run("status", "spark-?").out()).contains("spark-a", "spark-b");
  }

  @Test
  void namesTheNearestApplications() throws Exception {
    jobs.submit("spark-a", "nightly-report", FOREVER);

    CommandRun run = run("status", "nightly-raport");

    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("PODSMITH-CLUSTER-004")
        .contains("no application in namespace %s matches 'nightly-raport'".formatted(namespace))
        .contains("the nearest names are nightly-report");
  }

  @Test
  void killEndsTheDriverAndWhatItOwns() throws Exception {
    Pod driver = await(jobs.submit("spark-a", "pi", FOREVER), ClusterCommandsContract::isRunning);
    Pod executor =
        await(jobs.executor(driver, 1, FOREVER, pod -> pod), ClusterCommandsContract::isRunning);
    Pod other = await(jobs.submit("spark-b", "other", FOREVER), ClusterCommandsContract::isRunning);

    CommandRun dryRun = run("kill", "--dry-run", "pi");
    assertThat(dryRun.out()).contains("Would delete pi (spark-a)", "Nothing was deleted");
    assertThat(isThere(driver)).isTrue();
    CommandRun run = run("kill", "--grace-period", "1", "pi");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out())
        .isEqualTo(
            """
            Deleting pi (spark-a): driver pod spark-a-driver, 1 executor pod and the objects that it owns
            """);
    await(driver, Objects::isNull);
    await(executor, Objects::isNull);
    assertThat(isThere(other)).isTrue();
  }

  @Test
  void killSparesALaterDriverOfTheSameName() throws Exception {
    Pod first = jobs.submit("spark-a", "pi", FOREVER);
    target.client().resource(first).withGracePeriod(0).delete();
    await(first, Objects::isNull);
    Pod second = jobs.submit("spark-a", "pi", FOREVER);
    List<String> lines = new ArrayList<>();

    new SubmissionControl(SparkSettings.of(Map.of(), Map.of()), lines::add, target.client())
        .delete(List.of(first));

    assertThat(lines).containsExactly("Application not found.");
    assertThat(isThere(second)).isTrue();
  }

  @Test
  void killRejectsAnAmbiguousNameUnlessAllAreMeant() throws Exception {
    Pod first = jobs.submit("spark-a", "pi", FOREVER);
    Pod second = jobs.submit("spark-b", "pi", FOREVER);

    CommandRun rejected = run("kill", "pi");

    assertThat(rejected.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(rejected.err())
        .hasLineCount(1)
        .contains("'pi' matches 2 applications (spark-a, spark-b)", "add --all");
    assertThat(isThere(first) && isThere(second)).isTrue();

    assertThat(run("kill", "--all", "pi").code()).isEqualTo(ExitCodes.OK);
    await(first, Objects::isNull);
    await(second, Objects::isNull);
  }

  @Test
  void killRejectsAnInvalidGracePeriodBeforeItDeletesAnything() throws Exception {
    Pod driver = jobs.submit("spark-a", "pi", FOREVER);

    CommandRun run = run("kill", "--grace-period", "soon", "pi");

    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err()).hasLineCount(1).contains("'soon'");
    assertThat(isThere(driver)).isTrue();
  }

  /** Runs a command in the test's namespace. */
  CommandRun run(String command, String... arguments) {
    return CommandRun.of(words(command, arguments));
  }

  /** Returns the words of a command with the options that connect to the cluster. */
  List<String> words(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(connection());
    all.addAll(List.of("--namespace", namespace));
    all.addAll(List.of(arguments));
    return all;
  }

  static CommandRun execute(String command, List<String> options, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    all.addAll(List.of(arguments));
    return CommandRun.of(all);
  }

  List<String> connection() {
    List<String> options = new ArrayList<>();
    target.settings().forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    return options;
  }

  Pod await(Pod pod, Predicate<Pod> condition) {
    return target
        .client()
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .waitUntilCondition(condition, DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  boolean isThere(Pod pod) {
    Pod found =
        target.client().pods().inNamespace(namespace).withName(pod.getMetadata().getName()).get();
    return found != null && found.getMetadata().getDeletionTimestamp() == null;
  }

  static boolean isRunning(Pod pod) {
    return pod != null && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }
}
