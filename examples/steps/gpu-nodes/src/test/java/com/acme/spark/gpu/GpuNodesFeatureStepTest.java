// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.gpu;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of every step, and the nodes that executors with GPUs are placed on. */
class GpuNodesFeatureStepTest extends FeatureStepContract {
  private static final ExecutorResources WITH_GPU =
      ExecutorResources.builder()
          .cores(4)
          .heapMiB(4096)
          .totalMemoryMiB(4506)
          .addExtendedResources(
              ExtendedResource.builder().name("gpu").amount(1).vendor("nvidia.com").build())
          .build();

  @Override
  protected FeatureStepFactory factory() {
    return new GpuNodesFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.gpu.models", "NVIDIA-A100-SXM4-80GB,NVIDIA-H100-80GB-HBM3");
  }

  @Override
  protected TestConf confs(PodRole role, Map<String, String> settings) {
    TestConf conf = TestConf.with(settings);
    return settings.isEmpty() ? conf : conf.executorResources(WITH_GPU);
  }

  @Test
  void placesExecutorsOnNodesWithTheModels() {
    SparkPod pod = configure(SparkPod.empty());

    assertThat(pod).hasToleration("nvidia.com/gpu");
    assertThat(pod.pod().getSpec().getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(terms(pod.pod()))
        .singleElement()
        .satisfies(
            term ->
                assertThat(term.getMatchExpressions())
                    .extracting(NodeSelectorRequirement::getKey)
                    .containsExactly("nvidia.com/gpu.product"));
  }

  @Test
  void restrictsEachAlternativeOfATemplate() {
    SparkPod template =
        SparkPod.empty()
            .editSpec(
                spec ->
                    spec.withNewAffinity()
                        .withNewNodeAffinity()
                        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("zone")
                        .withOperator("In")
                        .withValues("a")
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("zone")
                        .withOperator("In")
                        .withValues("b")
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .endAffinity());

    assertThat(terms(configure(template).pod()))
        .hasSize(2)
        .allSatisfy(
            term ->
                assertThat(term.getMatchExpressions())
                    .extracting(NodeSelectorRequirement::getKey)
                    .containsExactly("zone", "nvidia.com/gpu.product"));
  }

  @Test
  void leavesTheDriverAndExecutorsWithoutGpuAlone() {
    Submission job = Submission.of("com.acme.Train", "local:///opt/acme/train.jar");
    BuiltSubmission plain = job.withConf(settings()).build();
    BuiltSubmission gpus =
        job.withConf(settings())
            .withConf("spark.executor.resource.gpu.amount", "1")
            .withConf("spark.executor.resource.gpu.vendor", "nvidia.com")
            .withConf("spark.executor.resource.gpu.discoveryScript", "/opt/acme/gpus.sh")
            .build();

    assertThat(plain.executorPod().getSpec().getRuntimeClassName()).isNull();
    assertThat(gpus.driverPod().getSpec().getRuntimeClassName()).isNull();
    assertThat(gpus.executorPod().getSpec().getRuntimeClassName()).isEqualTo("nvidia");
  }

  @Test
  void rejectsAModelThatCannotBeALabel() {
    TestConf conf = confs(PodRole.EXECUTOR, settings()).set("spark.acme.gpu.models", "NVIDIA A100");

    assertThatThrownBy(() -> factory().create(conf.executor()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.gpu.models")
        .hasMessageContaining("NVIDIA A100");
  }

  private SparkPod configure(SparkPod pod) {
    return factory()
        .create(confs(PodRole.EXECUTOR, settings()).executor())
        .orElseThrow()
        .configurePod(pod);
  }

  private static List<NodeSelectorTerm> terms(Pod pod) {
    return pod.getSpec()
        .getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms();
  }
}
