// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares settings and plans with a driver in the cluster, and applies plans. */
class LiveDriverIT {
  @TempDir private Path directory;
  private EmbeddedApiServer server;
  private Path settings;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, "/nowhere");
    server = EmbeddedApiServer.builder().start();
    settings =
        Files.writeString(
            directory.resolve("pi.conf"),
            """
            spark.master=k8s://%s
            spark.app.name=pi
            spark.kubernetes.container.image=spark:4.1.1
            spark.kubernetes.submission.waitAppCompletion=false
            spark.executorEnv.LEVEL=debug
            spark.kubernetes.driverEnv.PASSWORD=s3cr3t-password
            """
                .formatted(server.url()));
  }

  @AfterEach
  void stop() {
    server.close();
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
  }

  private CommandRun diff(Object... args) {
    Object[] all = new Object[args.length + 5];
    all[0] = "diff";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--class";
    all[args.length + 2] = "A";
    all[args.length + 3] = "--";
    all[args.length + 4] = "local:///a.jar";
    return CommandRun.of(all);
  }

  private Pod submit() {
    CommandRun run =
        CommandRun.of("submit", "--properties-file", settings, "--class", "A", "local:///a.jar");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.OK);
    return server.client().pods().inNamespace("default").list().getItems().get(0);
  }

  @Test
  void findsNoDifferenceToTheSettingsOfTheDriver() {
    Pod pod = submit();

    CommandRun run = diff(settings, "driver:default/%s".formatted(pod.getMetadata().getName()));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("No difference.\n");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void findsNoDifferenceToAnAtomicSubmission() throws IOException {
    Files.writeString(
        settings, "spark.podsmith.submission.atomic=true\n", StandardOpenOption.APPEND);
    Pod pod = submit();

    CommandRun run = diff(settings, "driver:default/%s".formatted(pod.getMetadata().getName()));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("No difference.\n");
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
  }

  @Test
  void showsWhatTheSettingsOrSomebodyElseChanged() throws IOException {
    Pod pod = submit();
    server
        .client()
        .resource(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"added\": \"by-hand\"}}}");
    Path changed =
        Files.writeString(
            directory.resolve("changed.conf"),
            Files.readString(settings)
                .replace("spark:4.1.1", "spark:4.3.0")
                .replace("s3cr3t", "s3cr3t2"));

    CommandRun run = diff("driver:" + pod.getMetadata().getName(), changed);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.DIFFERENT);
    assertThat(run.out())
        .contains(
            "- metadata.labels.added: by-hand\n",
            "~ image: spark:4.1.1 -> spark:4.3.0\n      by spark.driver-basics\n",
            "~ spark.kubernetes.container.image")
        .contains("2 in driver pod, 1 in properties")
        .doesNotContain("s3cr3t");
  }

  @Test
  void appliesAPlanAsItIs() throws IOException {
    Path plain =
        Files.writeString(
            directory.resolve("plain.conf"),
            Files.readString(settings).replaceAll("(?m)^.*PASSWORD.*$", ""));
    Path plan = directory.resolve("pi.yaml");
    CommandRun saved =
        CommandRun.of(
            "plan", "-o", plan, "--properties-file", plain, "--class", "A", "local:///a.jar");
    assertThat(saved.code()).as(saved.err()).isEqualTo(ExitCodes.OK);
    String master = "k8s://" + server.url();

    CommandRun applied = CommandRun.of("apply", plan, "--master", master, "--no-wait");

    assertThat(applied.err()).isEmpty();
    assertThat(applied.code()).isEqualTo(ExitCodes.OK);
    String name =
        server
            .client()
            .pods()
            .inNamespace("default")
            .list()
            .getItems()
            .get(0)
            .getMetadata()
            .getName();
    assertThat(applied.out()).startsWith("driver default:%s".formatted(name));
    assertThat(CommandRun.of("diff", plan, "driver:" + name).out()).startsWith("No difference.\n");
    CommandRun again = CommandRun.of("apply", plan, "--master", master, "--no-wait");
    assertThat(again.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(again.err()).contains("it exists", "kubectl delete pods %s".formatted(name));
  }

  @Test
  void appliesNoPlanThatIsForAnotherPlaceOrLacksSecrets() throws IOException {
    Path plan = directory.resolve("pi.json");
    CommandRun.of(
        "plan", "-o", plan, "--properties-file", settings, "--class", "A", "local:///a.jar");
    String master = "k8s://" + server.url();

    assertThat(CommandRun.of("apply", plan, "--master", "k8s://https://127.0.0.1:1").err())
        .startsWith("error: PODSMITH-PLAN-001 ");
    assertThat(
            CommandRun.of(
                    "apply", plan, "--master", master, "--conf", "spark.kubernetes.namespace=other")
                .err())
        .startsWith("error: PODSMITH-PLAN-001 ");
    assertThat(CommandRun.of("apply", plan, "--master", master).err())
        .startsWith("error: PODSMITH-PLAN-002 ");
    assertThat(CommandRun.of("apply", plan, "--master", master, "--allow", "everything").err())
        .startsWith("error: PODSMITH-CONF-009 ");
    assertThat(server.client().pods().inAnyNamespace().list().getItems()).isEmpty();
  }

  @Test
  void reportsADriverThatCannotBeRead() {
    assertThat(diff(settings, "driver:default/none").err())
        .startsWith("error: PODSMITH-CLUSTER-004 ")
        .contains("pod none in namespace default does not exist");
    assertThat(diff(settings, "driver:default/").err()).startsWith("error: PODSMITH-CONF-009 ");
    CommandRun unreachable =
        diff(settings, "driver:default/a", "--master", "k8s://http://127.0.0.1:1");
    assertThat(unreachable.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(unreachable.err()).startsWith("error: PODSMITH-CLUSTER-001 ");
  }
}
