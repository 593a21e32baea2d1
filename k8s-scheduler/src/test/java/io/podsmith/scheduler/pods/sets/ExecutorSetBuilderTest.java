// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.PodNames;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutorSetBuilderTest {
  private static final String CLAIM = "app-exec-EXECID-pvc-0";

  private static ExecutorSetBuilder builder(SetKind kind) {
    return builder(kind, "app", Optional.empty(), true);
  }

  private static ExecutorSetBuilder builder(
      SetKind kind, String appId, Optional<Pod> driver, boolean keepsClaims) {
    return new ExecutorSetBuilder(kind, "ns", appId, driver, keepsClaims, 4);
  }

  private static ExecutorSpec template(String claimName, List<HasMetadata> resources) {
    Pod pod =
        new PodBuilder(TestPods.executor("app", ExecutorSpecFactory.TEMPLATE, 0))
            .editSpec()
            .withHostname("app-exec-EXECID")
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim(claimName, false)
            .endVolume()
            .addNewVolume()
            .withName("other")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec()
            .build();
    return new ExecutorSpec(pod, List.of(), resources);
  }

  private static PersistentVolumeClaim claim() {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(CLAIM)
        .addToLabels(Constants.SPARK_APP_ID_LABEL, "app")
        .endMetadata()
        .build();
  }

  private static StatefulSet statefulSet(ExecutorSetBuilder builder, ExecutorSpec template) {
    return (StatefulSet) builder.build(0, 2, template).set();
  }

  @Test
  void leavesToKubernetesWhatEachPodGetsOfItsOwn() {
    StatefulSet set = statefulSet(builder(SetKind.STATEFUL_SET), TestPods.specs("app").build(0, 0));
    assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
    assertThat(set.getSpec().getTemplate().getMetadata().getName()).isNull();
    assertThat(set.getSpec().getTemplate().getMetadata().getOwnerReferences()).isEmpty();
    assertThat(set.getSpec().getTemplate().getSpec().getHostname()).isNull();
    assertThat(set.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Always");
    assertThat(set.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(set.getSpec().getSelector().getMatchLabels())
        .containsEntry(Constants.SPARK_EXECUTOR_ID_LABEL, ExecutorSpecFactory.ID_IN_TEMPLATE);
  }

  @Test
  void makesTemplatesOfTheClaimsOfAnExecutor() {
    StatefulSet set = statefulSet(builder(SetKind.STATEFUL_SET), template(CLAIM, List.of(claim())));
    assertThat(set.getSpec().getVolumeClaimTemplates())
        .singleElement()
        .satisfies(t -> assertThat(t.getMetadata().getName()).isEqualTo("data"));
    assertThat(set.getSpec().getTemplate().getSpec().getVolumes())
        .extracting(volume -> volume.getName())
        .containsExactly("other");
    assertThat(set.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
        .isEqualTo("Delete");
    assertThat(set.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenScaled())
        .isEqualTo("Retain");
  }

  @Test
  void letsClaimsGoWithTheirPodsWhereTheDriverDoesNotOwnThem() {
    StatefulSet set =
        statefulSet(
            builder(SetKind.STATEFUL_SET, "app", Optional.empty(), false),
            template(CLAIM, List.of(claim())));
    assertThat(set.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenScaled())
        .isEqualTo("Delete");
  }

  @Test
  void isOwnedByTheDriversPod() {
    Pod driver =
        new PodBuilder().withNewMetadata().withName("driver").withUid("u").endMetadata().build();
    StatefulSet set =
        statefulSet(
            builder(SetKind.STATEFUL_SET, "app", Optional.of(driver), true),
            TestPods.specs("app").build(0, 0));
    assertThat(set.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u"));
  }

  @Test
  void givesPodsOfADeploymentAHigherCostThanThoseThatAreToGo() {
    Deployment deployment =
        (Deployment)
            builder(SetKind.DEPLOYMENT).build(0, 2, TestPods.specs("app").build(0, 0)).set();
    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry(ExecutorSetBuilder.DELETION_COST, "4");
  }

  @Test
  void refusesClaimsForEachExecutorOfADeployment() {
    assertThatThrownBy(
            () -> builder(SetKind.DEPLOYMENT).build(0, 2, template(CLAIM, List.of(claim()))))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("persistentVolumeClaim.data")
        .hasMessageContaining("statefulset");
  }

  @Test
  void acceptsOneClaimForAllExecutorsOfADeployment() {
    Deployment deployment =
        (Deployment) builder(SetKind.DEPLOYMENT).build(0, 2, template("shared", List.of())).set();
    assertThat(deployment.getSpec().getTemplate().getSpec().getVolumes()).hasSize(2);
  }

  @Test
  void refusesClaimsThatAreThereForEachExecutor() {
    assertThatThrownBy(
            () -> builder(SetKind.STATEFUL_SET).build(0, 2, template("mine-EXECID", List.of())))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("refers to a claim for each executor");
  }

  @Test
  void refusesAnApplicationIdThatIsTooLongForTheNamesOfPods() {
    String longId = "a".repeat(50);
    assertThatThrownBy(
            () ->
                builder(SetKind.STATEFUL_SET, longId, Optional.empty(), true)
                    .build(0, 1, TestPods.specs("app").build(0, 0)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.app.id is '" + longId);
  }

  /**
   * The controllers name the pods: {@code <set>-<ordinal>} for a stateful set; for a deployment the
   * API server shortens all before the last five characters to 58 (seen on Kubernetes 1.34).
   */
  @Test
  void namesPodsSoThatAKubeletCanRunThemInTheLongestNamespace() {
    int longestPod = PodNames.maxLength("n".repeat(63));
    int ordinal = 1 + Integer.toString(Integer.MAX_VALUE).length();
    assertThat(SetKind.STATEFUL_SET.longestName() + ordinal).isLessThanOrEqualTo(longestPod);
    assertThat(58 + 5).isLessThanOrEqualTo(longestPod);
  }
}
