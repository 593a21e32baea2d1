// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.Confs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorConfTest {
  private static final String LABEL = "spark.kubernetes.executor.label.";

  @Test
  void carriesLabelsByWhichSparkFindsExecutor() {
    assertThat(
            ExecutorConf.create(Confs.context("spark.app.name", "Pi"), "7", 3, Confs.resources())
                .labels())
        .containsExactly(
            entry("spark-app-name", "pi"),
            entry("spark-app-selector", Confs.APP_ID),
            entry("spark-exec-id", "7"),
            entry("spark-exec-resourceprofile-id", "3"),
            entry("spark-role", "executor"),
            entry("spark-version", "4.1.1"));
  }

  @Test
  void replacesPlaceholdersOfLabelsForEachExecutor() {
    ExecutorContext context = Confs.context(LABEL + "who", "e-{{EXECUTOR_ID}}-{{APP_ID}}");

    assertThat(ExecutorConf.create(context, "1", 0, Confs.resources()).labels())
        .containsEntry("who", "e-1-" + Confs.APP_ID);
    assertThat(ExecutorConf.create(context, "2", 0, Confs.resources()).labels())
        .containsEntry("who", "e-2-" + Confs.APP_ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark-app-selector",
        "spark-app-name",
        "spark-role",
        "spark-version",
        "spark-exec-id",
        "spark-exec-resourceprofile-id"
      })
  void refusesLabelOfSpark(String label) {
    assertThatThrownBy(() -> Confs.context(LABEL + label, "x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(LABEL + label);
  }

  @Test
  void refusesLabelThatTheExecutorsIdMakesTooLong() {
    ExecutorContext context = Confs.context(LABEL + "who", "e".repeat(62) + "{{EXECUTOR_ID}}");

    assertThat(ExecutorConf.create(context, "9", 0, Confs.resources()).labels())
        .containsEntry("who", "e".repeat(62) + "9");
    assertThatThrownBy(() -> ExecutorConf.create(context, "10", 0, Confs.resources()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(LABEL + "who is '" + "e".repeat(62) + "10'");
  }

  @Test
  void replacesPlaceholdersOfAnnotationsForEachExecutor() {
    assertThat(
            Confs.executor("5", "spark.kubernetes.executor.annotation.a", "{{EXECUTOR_ID}}")
                .annotations())
        .containsExactly(entry("a", "5"));
  }

  @Test
  void sharesAnnotationsWithoutPlaceholders() {
    ExecutorContext context = Confs.context("spark.kubernetes.executor.annotation.a", "b");

    assertThat(ExecutorConf.create(context, "1", 0, Confs.resources()).annotations())
        .as("thousands of executors a minute: what is the same is not copied")
        .isSameAs(ExecutorConf.create(context, "2", 0, Confs.resources()).annotations())
        .containsExactly(entry("a", "b"));
  }

  @Test
  void dropsVariablesThatUpstreamDrops() {
    assertThat(
            Confs.executor(
                    "1",
                    "spark.executorEnv.GOOD",
                    "1",
                    "spark.executorEnv.also.good-1",
                    "2",
                    "spark.executorEnv.1BAD",
                    "3",
                    "spark.executorEnv.BAD:",
                    "4")
                .environment())
        .containsOnlyKeys("GOOD", "also.good-1");
  }

  @Test
  void doesNotTakeEnvironmentOfDriver() {
    assertThat(Confs.executor("1", "spark.kubernetes.driverEnv.A", "1").environment()).isEmpty();
  }

  @Test
  void prefersImageOfExecutors() {
    assertThat(
            Confs.executor(
                    "1",
                    "spark.kubernetes.container.image",
                    "all:1",
                    "spark.kubernetes.executor.container.image",
                    "mine:{{SPARK_VERSION}}")
                .image())
        .isEqualTo("mine:4.1.1");
  }

  @Test
  void namesSettingWhereImageIsMissing() {
    ExecutorConf conf = Confs.executor("1", "spark.kubernetes.driver.container.image", "d:1");

    assertThatThrownBy(conf::image)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_MISSING.id())
        .hasMessageContaining("spark.kubernetes.executor.container.image");
  }

  @Test
  void takesPrefixOfNamesFromSettings() {
    assertThat(Confs.executor("3", "spark.kubernetes.executor.podNamePrefix", "pi").podName())
        .isEqualTo("pi-exec-3");
  }

  @Test
  void makesOnePrefixForAllExecutors() {
    ExecutorContext context = Confs.context("spark.app.name", "Pi");
    ExecutorConf one = ExecutorConf.create(context, "1", 0, Confs.resources());
    ExecutorConf two = ExecutorConf.create(context, "2", 0, Confs.resources());

    assertThat(one.podName())
        .matches("pi-[0-9a-f]+-exec-1")
        .isEqualTo(one.resourceNamePrefix() + "-exec-1");
    assertThat(two.resourceNamePrefix()).isEqualTo(one.resourceNamePrefix());
  }

  @Test
  void refusesPrefixThatIsNoName() {
    assertThatThrownBy(() -> Confs.context("spark.kubernetes.executor.podNamePrefix", "a_b"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.executor.podNamePrefix is 'a_b'");
  }

  @Test
  void prefersSchedulerOfExecutors() {
    assertThat(
            Confs.executor(
                    "1",
                    "spark.kubernetes.scheduler.name",
                    "volcano",
                    "spark.kubernetes.executor.scheduler.name",
                    "yunikorn")
                .schedulerName())
        .contains("yunikorn");
  }

  @Test
  void putsNodeSelectorOfExecutorsOverThatOfAllPods() {
    assertThat(
            Confs.executor(
                    "1",
                    "spark.kubernetes.node.selector.disk",
                    "hdd",
                    "spark.kubernetes.executor.node.selector.disk",
                    "ssd",
                    "spark.kubernetes.driver.node.selector.zone",
                    "a")
                .nodeSelector())
        .containsExactly(entry("disk", "ssd"));
  }

  @Test
  void putsIdsIntoJavaOptions() {
    ExecutorContext context =
        Confs.context(Confs.settings(), List.of("-Da={{APP_ID}}", "-De={{EXECUTOR_ID}}"));

    assertThat(ExecutorConf.create(context, "4", 0, Confs.resources()).javaOptions())
        .containsExactly("-Da=" + Confs.APP_ID, "-De=4", "-Dspark.driver.port=7078");
  }

  @Test
  void takesCountableResourcesFromProfile() {
    ExtendedResource gpu =
        ExtendedResource.builder().name("gpu").amount(1).vendor("nvidia.com").build();
    ExecutorResources resources =
        ExecutorResources.builder()
            .cores(2)
            .heapMiB(1024)
            .totalMemoryMiB(1408)
            .addExtendedResources(gpu)
            .build();

    assertThat(
            ExecutorConf.create(
                    Confs.context("spark.driver.resource.fpga.amount", "1"), "1", 2, resources)
                .extendedResources())
        .containsExactly(gpu);
  }

  @Test
  void tellsOfExecutor() {
    ExecutorConf conf = ExecutorConf.create(Confs.context(), "9", 2, Confs.resources());

    assertThat(conf.role()).isEqualTo(PodRole.EXECUTOR);
    assertThat(conf.executorId()).isEqualTo("9");
    assertThat(conf.resourceProfileId()).isEqualTo(2);
    assertThat(conf.resources()).isEqualTo(Confs.resources());
    assertThat(conf.driverPod()).isEmpty();
    assertThat(conf.driverUrl()).isEqualTo("spark://CoarseGrainedScheduler@driver:7078");
    assertThat(conf.sparkConfMapName()).isEqualTo("spark-exec-conf-map");
    assertThat(conf.sparkConfFileNames()).containsExactly("log4j2.properties");
    assertThat(conf.sparkSecretVariables()).containsExactly(entry("_SPARK_AUTH_SECRET", "s3cret"));
  }

  @Test
  void hasSensitiveVariablesTakenFromASecretWhereAskedFor() {
    ExecutorContext context =
        Confs.context(
            Confs.settings(
                "spark.podsmith.executor.protectSensitiveEnvironment", "true",
                "spark.executorEnv.DB_PASSWORD", "hunter2",
                "spark.executorEnv.ZONE", "a"),
            List.of("-Xss2m", "-Dstore.password=hush", "-Dtoken=of-{{EXECUTOR_ID}}"));
    ExecutorConf conf = ExecutorConf.create(context, "1", 0, Confs.resources());

    assertThat(context.secretName()).isEqualTo("spark-exec-env");
    assertThat(context.protectedVariables())
        .as("what differs from executor to executor cannot be in a Secret of all")
        .containsExactly(
            entry("DB_PASSWORD", "hunter2"),
            entry("SPARK_JAVA_OPT_1", "-Dstore.password=hush"),
            entry("_SPARK_AUTH_SECRET", "s3cret"));
    assertThat(conf.variablesFromSecret())
        .containsOnlyKeys(context.protectedVariables().keySet())
        .containsEntry(
            "DB_PASSWORD",
            SecretKeyReference.builder().secretName("spark-exec-env").key("DB_PASSWORD").build());
  }

  @Test
  void keepsVariablesThatReferToOthersInThePod() {
    ExecutorContext context =
        Confs.context(
            Confs.settings(
                "spark.podsmith.executor.protectSensitiveEnvironment", "true",
                "spark.executorEnv.MY_TOKEN", "$(SPARK_EXECUTOR_ID)-x",
                "spark.executorEnv.MY_PASSWORD", "a$$b"),
            List.of("-Dtoken=/run/$(NAME)", "-Dstore.password=$$(hush)"));

    assertThat(context.protectedVariables())
        .as("a Secret holds what a kubelet would have made of the text")
        .containsExactly(
            entry("MY_PASSWORD", "a$b"),
            entry("SPARK_JAVA_OPT_1", "-Dstore.password=$(hush)"),
            entry("_SPARK_AUTH_SECRET", "s3cret"));
  }

  @Test
  void rejectsPrefixesWithWhichNoKubeletCanRunAPod() {
    String key = "spark.kubernetes.executor.podNamePrefix";
    String longest = "p".repeat(217 - "default".length() - "-exec-2147483647".length());

    assertThat(Confs.context(key, longest).resourceNamePrefix()).isEqualTo(longest);
    assertThatThrownBy(() -> Confs.context(key, longest + "p"))
        .hasMessageContaining("PODSMITH-CONF-006")
        .hasMessageContaining(key)
        .hasMessageContaining("at most %d characters".formatted(longest.length()));
    assertThatThrownBy(() -> Confs.context(key, longest, "spark.kubernetes.namespace", "default1"))
        .hasMessageContaining("in namespace 'default1'");
  }

  @Test
  void protectsNothingUnlessAskedTo() {
    ExecutorContext context = Confs.context("spark.executorEnv.DB_PASSWORD", "hunter2");

    assertThat(context.protectedVariables()).isEmpty();
    assertThat(ExecutorConf.create(context, "1", 0, Confs.resources()).variablesFromSecret())
        .isEmpty();
  }

  @Test
  void showsNoSecretsInText() {
    ExecutorContext context = Confs.context("spark.kubernetes.executor.podNamePrefix", "pi");

    assertThat(context.toString()).contains(Confs.APP_ID).doesNotContain("s3cret");
    assertThat(ExecutorConf.create(context, "1", 0, Confs.resources()).toString())
        .contains(Confs.APP_ID, "pi-exec-1")
        .doesNotContain("s3cret");
  }
}
