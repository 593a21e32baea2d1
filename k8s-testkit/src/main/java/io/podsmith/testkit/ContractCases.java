// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configurations for which a contract test creates steps, and the steps. */
final class ContractCases {
  private static final String OTHER = "testkit-2";

  /** Of equal length, unlikely to occur in a pod by chance, and with different remainders. */
  private static final List<String> LONG_IDS =
      List.of("7316240985", "2648759106", "8103925417", "5270418368");

  private final FeatureStepContract contract;

  ContractCases(FeatureStepContract contract) {
    this.contract = contract;
  }

  /** Returns all roles with all sets of settings. */
  List<ContractCase> all() {
    List<ContractCase> cases = new ArrayList<>();
    for (PodRole role : contract.factory().roles()) {
      List<Map<String, String>> all = contract.settingsVariants(role);
      assertThat(all).as("settingsVariants(%s): return at least one map", role).isNotEmpty();
      for (Map<String, String> settings : all) {
        cases.add(new ContractCase(role, settings, contract.confs(role, settings).of(role)));
      }
    }
    return cases;
  }

  KubernetesConf conf(PodRole role) {
    return contract.confs(role, contract.settings(role)).of(role);
  }

  KubernetesExecutorConf executor(String id) {
    return contract
        .confs(PodRole.EXECUTOR, contract.settings(PodRole.EXECUTOR))
        .executorId(id)
        .executor();
  }

  /** Returns the configuration of a second application with the same settings. */
  KubernetesConf ofAnotherApplication(ContractCase each) {
    Map<String, String> settings = new TreeMap<>(each.settings());
    settings.put("spark.app.id", OTHER);
    settings.put("spark.kubernetes.executor.podNamePrefix", OTHER);
    for (String key :
        List.of("spark.kubernetes.driver.resourceNamePrefix", "spark.kubernetes.driver.pod.name")) {
      settings.computeIfPresent(key, (k, name) -> name + "-2");
    }
    return contract.confs(each.role(), settings).of(each.role());
  }

  KubernetesFeatureConfigStep step(PodRole role) {
    return step(conf(role));
  }

  KubernetesFeatureConfigStep step(KubernetesConf conf) {
    return contract
        .factory()
        .create(conf)
        .orElseThrow(
            () ->
                new AssertionError(
                    "create() returns no step for a %s, but settings(role) must request the feature"
                        .formatted(conf.role())));
  }

  Pod podOf(ContractCase each) {
    return step(each.conf()).configurePod(SeededPod.create()).assemble();
  }

  /** Returns the pod of an executor as text, derived by a step that all executors share. */
  String podOf(KubernetesFeatureConfigStep shared, String executorId) {
    return Serialization.asJson(
        shared
            .deriveForExecutor(shared.configurePod(SeededPod.create()), executor(executorId))
            .assemble());
  }

  /** Returns the kinds and names of objects that must differ between applications. */
  Set<String> namesOf(KubernetesConf conf) {
    return StepOutcome.of(step(conf)).objects().stream()
        .filter(
            object -> object instanceof Namespaced || object instanceof GenericKubernetesResource)
        .filter(object -> object.getMetadata().getName() != null)
        .filter(object -> !contract.isShared(object))
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of ConfigMaps that contain the value of a secret setting. */
  List<String> configMapsWithSecrets(ContractCase each) {
    Map<String, String> settings = each.settings();
    List<String> secrets =
        contract.factory().configEntries().stream()
            .filter(ConfigEntry::isSecret)
            .map(entry -> settings.get(entry.key()))
            .filter(value -> value != null && !value.isEmpty())
            .toList();
    return StepOutcome.of(step(each.conf())).objects().stream()
        .filter(object -> object instanceof ConfigMap map && hasAny(map.getData(), secrets))
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private static boolean hasAny(@Nullable Map<String, String> data, List<String> secrets) {
    return data != null
        && data.values().stream().anyMatch(text -> secrets.stream().anyMatch(text::contains));
  }

  /** Checks that a step produces the same result for all executors of a profile. */
  void requireSameForAllExecutors() {
    KubernetesExecutorConf another = executor("23");
    KubernetesFeatureConfigStep shared = step(executor("1"));
    SparkPod derived = shared.deriveForExecutor(shared.configurePod(SeededPod.create()), another);
    assertThat(StepOutcome.of(derived, shared))
        .as(
            "scope() is RESOURCE_PROFILE, but deriveForExecutor() derives a different pod than"
                + " configurePod() creates for the same executor; return StepScope.POD")
        .isEqualTo(StepOutcome.of(step(another)));
    String first = podOf(shared, LONG_IDS.get(0));
    for (String id : LONG_IDS.subList(1, LONG_IDS.size())) {
      assertThat(podOf(shared, id))
          .as(
              "scope() is RESOURCE_PROFILE, but the pods of two executors differ in more than the executor"
                  + " id; return StepScope.POD")
          .isEqualTo(first.replace(LONG_IDS.get(0), id));
    }
  }
}
