// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.Logged;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.conf.Confs;
import io.podsmith.core.plugin.StepInfo;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conflicts of a template and a step in one pod, and what is only worth a warning. */
class PodChecksTest {
  private static final String KEY = "spark.kubernetes.driver.podTemplateFile";
  private static final Author TEMPLATE = Author.template(KEY, "t.yaml");
  private static final Author STEP = step(false);
  private static final Author PLUGIN = step(true);

  private static final SparkPod START =
      SparkPod.of(
          Serialization.unmarshal(
              """
              ---
              metadata: {name: pi}
              spec:
                volumes: [{name: data}]
                initContainers:
                - name: init
                  volumeMounts: [{name: data, mountPath: /data}]
                containers:
                - name: helper
                  env: [{name: A, value: '1'}]
                  ports: [{name: web, containerPort: 80}]
                  volumeMounts: [{name: data, mountPath: /data}]
              """,
              Pod.class),
          new ContainerBuilder().withName("spark").build());

  private static Author step(boolean isOfPlugin) {
    return Author.step(
        new StepInfo(
            "acme.edit",
            "For a test.",
            StepPhase.EXTENSIONS,
            StepScope.POD,
            "edit.jar",
            "com.acme.Edit",
            isOfPlugin),
        "driver");
  }

  private static UnaryOperator<SparkPod> helper(UnaryOperator<ContainerBuilder> edit) {
    return pod ->
        pod.editSpec(
            spec ->
                spec.withContainers(
                    edit.apply(new ContainerBuilder(spec.buildFirstContainer())).build()));
  }

  private static UnaryOperator<SparkPod> init(UnaryOperator<ContainerBuilder> edit) {
    return pod ->
        pod.editSpec(
            spec ->
                spec.withInitContainers(
                    edit.apply(new ContainerBuilder(spec.buildFirstInitContainer())).build()));
  }

  private static ContainerBuilder mount(ContainerBuilder container, String volume, String path) {
    return container.addNewVolumeMount().withName(volume).withMountPath(path).endVolumeMount();
  }

  private static ContainerBuilder port(ContainerBuilder container, String name, int port) {
    return container.addNewPort().withName(name).withContainerPort(port).endPort();
  }

  private static Container named(String name) {
    return new ContainerBuilder().withName(name).build();
  }

  private static PodHistory history(Author author, UnaryOperator<SparkPod> edit) {
    PodHistory history = PodHistory.of(TEMPLATE, START);
    history.add(author, edit.apply(START));
    return history;
  }

  private static void check(PodHistory history) {
    PodChecks.check(pod(history), PodChecks.Rules.of(Confs.driver()), () -> history);
  }

  private static Pod pod(PodHistory history) {
    return history.current().sparkPod().assemble();
  }

  private static String warn(PodHistory history) {
    try (Logged log = new Logged()) {
      PodChecks.warn(pod(history), "driver", history);
      return log.text();
    }
  }

  @Test
  void acceptsAPodWithoutConflicts() {
    PodHistory history = history(STEP, helper(c -> port(mount(c, "data", "/other"), "rpc", 81)));

    assertThatCode(() -> check(history)).doesNotThrowAnyException();
    assertThat(warn(history)).isEmpty();
  }

  static Stream<Arguments> conflicts() {
    return Stream.of(
        arguments(
            "has two volumes named 'data'",
            "",
            "",
            edit(pod -> pod.editSpec(s -> s.addNewVolume().withName("data").endVolume()))),
        arguments(
            "has two containers named 'helper'",
            "",
            "",
            edit(pod -> pod.editSpec(s -> s.addToContainers(named("helper"))))),
        arguments(
            "has two containers named 'init'",
            "",
            "",
            edit(pod -> pod.editSpec(s -> s.addToInitContainers(named("init"))))),
        arguments(
            "has an init container and a container named 'init'",
            "",
            "",
            edit(pod -> pod.editSpec(s -> s.addToContainers(named("init"))))),
        arguments(
            "has two volumes mounted at '/data' in container 'helper'",
            "volume 'data' ",
            "volume 'other' ",
            helper(c -> mount(c, "other", "/data"))),
        arguments(
            "has two volumes mounted at '/data' in container 'init'",
            "volume 'data' ",
            "volume 'other' ",
            init(c -> mount(c, "other", "/data"))),
        arguments(
            "has two ports named 'web' in container 'helper'",
            "port 80 ",
            "port 81 ",
            helper(c -> port(c, "web", 81))));
  }

  private static UnaryOperator<SparkPod> edit(UnaryOperator<SparkPod> edit) {
    return edit;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conflicts")
  void namesBothWritersOfAConflict(
      String conflict, String one, String other, UnaryOperator<SparkPod> edit) {
    assertThatThrownBy(() -> check(history(STEP, edit)))
        .isInstanceOf(StepException.class)
        .hasMessage(
            "[PODSMITH-STEP-007] the driver pod %s, %sfrom the pod template t.yaml (%s) and %sfrom"
                + " step acme.edit from edit.jar; remove it from t.yaml, or change com.acme.Edit or"
                + " disable the step with spark.podsmith.steps.disabled=acme.edit",
            conflict, one, KEY, other);
  }

  @Test
  void listsAllConflicts() {
    PodHistory history =
        history(
            STEP,
            pod ->
                pod.editSpec(s -> s.addNewVolume().withName("data").endVolume())
                    .editContainer(c -> port(port(c, "ui", 1), "ui", 2)));

    assertThatThrownBy(() -> check(history))
        .hasMessageContaining("the driver pod has two volumes named 'data', from ")
        .hasMessageContaining("; it has two ports named 'ui' in container 'spark', port 1 from ");
  }

  @Test
  void namesWhoRequestsMoreThanALimitAndWhoSetTheLimit() {
    PodHistory history =
        history(TEMPLATE, pod -> pod.editContainer(c -> limits(c, "cpu", "500m", "memory", "1Gi")));
    SparkPod limited = history.current().sparkPod();
    history.add(STEP, limited.editContainer(c -> requests(c, "cpu", "1", "memory", "1024Mi")));

    assertThatThrownBy(() -> check(history))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith(
            "[PODSMITH-STEP-007] the driver pod requests more cpu than its limit in container"
                + " 'spark', request 1 from step acme.edit from edit.jar and limit 500m from the"
                + " pod template t.yaml")
        .hasMessageNotContaining("memory");
  }

  @Test
  void namesWhoNamedTheContainerOfSpark() {
    PodHistory history = history(STEP, pod -> pod.editContainer(c -> c.withName("init")));

    assertThatThrownBy(() -> check(history))
        .hasMessageContaining(
            "has an init container and a container named 'init', from the pod template t.yaml (%s)"
                + " and from step acme.edit",
            KEY);
  }

  private static ContainerBuilder limits(ContainerBuilder container, String... limits) {
    return container.editOrNewResources().addToLimits(quantities(limits)).endResources();
  }

  private static ContainerBuilder requests(ContainerBuilder container, String... requests) {
    return container.editOrNewResources().addToRequests(quantities(requests)).endResources();
  }

  private static Map<String, Quantity> quantities(String... pairs) {
    Map<String, Quantity> quantities = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      quantities.put(pairs[i], new Quantity(pairs[i + 1]));
    }
    return quantities;
  }

  @Test
  void namesTheTemplateForAConflictWithoutAStep() {
    PodHistory history = history(TEMPLATE, helper(c -> port(c, "web", 81)));

    assertThatThrownBy(() -> check(history))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-005] the driver pod has two ports named 'web'")
        .hasMessageEndingWith("; remove it from t.yaml");
  }

  @Test
  void saysWhatToChangeWhereNobodyIsKnownToHaveWrittenIt() {
    PodHistory history = history(Author.NOBODY, helper(c -> port(port(c, "ui", 1), "ui", 2)));

    assertThatThrownBy(() -> check(history))
        .hasMessageEndingWith("from nobody; change one of them");
  }

  @Test
  void leavesOutThoseWhoCannotBeChanged() {
    PodHistory history = PodHistory.of(Author.NOBODY, START);
    history.add(STEP, helper(c -> port(c, "web", 81)).apply(START));

    assertThatThrownBy(() -> check(history))
        .hasMessageEndingWith(
            "port 80 from nobody and port 81 from step acme.edit from edit.jar; change"
                + " com.acme.Edit or disable the step with spark.podsmith.steps.disabled=acme.edit");
  }

  @Test
  void namesTheWriterOfAFieldThatARestrictedPodMustNotHave() {
    PodHistory history = history(STEP, pod -> pod.editSpec(s -> s.withHostNetwork(true)));

    assertThatThrownBy(
            () ->
                PodChecks.check(
                    pod(history),
                    PodChecks.Rules.of(Confs.driver("spark.podsmith.restricted", "true")),
                    () -> history))
        .isInstanceOf(StepException.class)
        .hasMessageContaining(
            "has hostNetwork=true, which spark.podsmith.restricted does not allow, from step"
                + " acme.edit");
  }

  @Test
  void tellsALimitFromAConflict() {
    PodHistory history =
        history(TEMPLATE, pod -> pod.editMetadata(m -> m.addToLabels("team", "data & more")));

    assertThatThrownBy(() -> check(history))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-006] the driver pod has a label team")
        .hasMessageEndingWith("; remove it from t.yaml");
  }

  static Stream<Arguments> warnings() {
    return Stream.of(
        arguments(
            "Container 'helper' of the driver pod has two environment variables 'A', by the pod"
                + " template t.yaml (%s) and by step acme.edit from edit.jar; the last one takes"
                + " effect",
            helper(c -> c.addNewEnv().withName("A").withValue("2").endEnv())),
        arguments(
            "Container 'helper' of the driver pod has the port 80 TCP twice, by the pod template"
                + " t.yaml (%s) and by step acme.edit from edit.jar",
            helper(c -> c.addNewPort().withContainerPort(80).withProtocol("TCP").endPort())),
        arguments(
            "Container 'helper' of the driver pod mounts the volume 'nowhere' at /n, by step"
                + " acme.edit from edit.jar, but the pod has no such volume",
            helper(c -> mount(c, "nowhere", "/n"))),
        arguments(
            "Container 'init' of the driver pod mounts the volume 'nowhere' at /n, by step",
            init(c -> mount(c, "nowhere", "/n"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("warnings")
  void warnsOfWhatKubernetesAccepts(String warning, UnaryOperator<SparkPod> edit) {
    assertThat(warn(history(STEP, edit))).contains("WARN", warning.formatted(KEY)).hasLineCount(1);
  }

  @Test
  void doesNotWarnOfPortsOfOtherProtocols() {
    assertThat(
            warn(
                history(
                    STEP,
                    helper(
                        c -> c.addNewPort().withContainerPort(80).withProtocol("UDP").endPort()))))
        .isEmpty();
  }

  @Test
  void doesNotWarnOfWhatTheTemplateHasTwice() {
    assertThat(
            warn(
                history(
                    TEMPLATE, helper(c -> c.addNewEnv().withName("A").withValue("2").endEnv()))))
        .isEmpty();
  }

  @Test
  void rejectsAVariableThatAStepOfAPluginAddsASecondTime() {
    PodHistory history =
        history(PLUGIN, helper(c -> c.addNewEnv().withName("A").withValue("2").endEnv()));

    assertThatThrownBy(() -> warn(history))
        .isInstanceOf(StepException.class)
        .hasMessage(
            "[PODSMITH-STEP-007] the driver pod has two environment variables 'A' in container"
                + " 'helper', from the pod template t.yaml (%s) and from step acme.edit from"
                + " edit.jar; remove it from t.yaml, or change com.acme.Edit or disable the step"
                + " with spark.podsmith.steps.disabled=acme.edit",
            KEY);
  }

  @Test
  void namesOnlyTheStepToChangeForAVariableThatNobodyElseCanChange() {
    PodHistory history = PodHistory.of(Author.NOBODY, START);
    history.add(
        PLUGIN, helper(c -> c.addNewEnv().withName("A").withValue("2").endEnv()).apply(START));

    assertThatThrownBy(() -> warn(history))
        .hasMessageEndingWith(
            "from nobody and from step acme.edit from edit.jar; change com.acme.Edit or disable the"
                + " step with spark.podsmith.steps.disabled=acme.edit");
  }

  @Test
  void onlyWarnsOfAPortThatAStepOfAPluginAddsASecondTime() {
    assertThat(warn(history(PLUGIN, helper(c -> c.addNewPort().withContainerPort(80).endPort()))))
        .contains("has the port 80 TCP twice");
  }
}
