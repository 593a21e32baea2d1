// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A good step passes the contract; each kind of bad step fails the check that is meant for it. */
class FeatureStepContractTest {
  private static final ConfigEntry<Optional<String>> TEAM =
      ConfigEntry.key("spark.acme.team")
          .doc("Who pays for the job.")
          .since("1.0")
          .stringType()
          .optional();
  private static final ConfigEntry<Optional<String>> TOKEN =
      ConfigEntry.key("spark.acme.token")
          .doc("Proves who we are.")
          .since("1.0")
          .secret()
          .stringType()
          .optional();
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @Test
  void passesAStepThatKeepsTheRules() {
    assertThat(failuresOf(GoodStepContract.class)).isEmpty();
  }

  @Test
  void runsAllChecks() {
    assertThat(run(GoodStepContract.class).finished())
        .as("the number of checks in the contract; raise it with each new one")
        .hasSize(21);
  }

  @Test
  void failsAFactoryThatNoServiceFileNames() {
    Run run = run(UnannotatedContract.class);
    assertThat(run.failures()).containsOnlyKeys("isNamedInAServiceFile");
    assertThat(run.failures().get("isNamedInAServiceFile"))
        .contains("META-INF/services/io.podsmith.api.FeatureStepFactory")
        .contains("names io.podsmith.testkit.FeatureStepContractTest$Factory")
        .contains("annotate the factory with @AutoService(FeatureStepFactory.class)");
  }

  @Test
  void failsASettingThatIsReadButNotDeclared() {
    Run run = run(UndeclaredSettingContract.class);
    assertThat(run.failures()).containsOnlyKeys("declaresTheSettingsThatItReads");
    assertThat(run.failures().get("declaresTheSettingsThatItReads"))
        .contains("spark.acme.zone", "configEntries() does not return")
        .doesNotContain("warehouse", "spark.acme.team");
  }

  @Test
  void failsAnIdOfSparks() {
    assertThat(failuresOf(SparkIdContract.class)).containsExactly("hasValidId");
  }

  @Test
  void failsAnIdWithoutOwner() {
    assertThat(failuresOf(ShortIdContract.class)).containsExactly("hasValidId");
  }

  @Test
  void failsADescriptionOfSeveralLines() {
    assertThat(failuresOf(LongDescriptionContract.class)).containsExactly("hasDescription");
  }

  @Test
  void failsAStepThatOrdersItselfBehindItself() {
    assertThat(failuresOf(SelfOrderContract.class)).containsExactly("declaresPhaseAndRoles");
  }

  @Test
  void failsASettingThatSparkSubmitDrops() {
    assertThat(failuresOf(ForeignSettingContract.class)).containsExactly("declaresUsableSettings");
  }

  @Test
  void failsAStepThatRunsUnasked() {
    assertThat(failuresOf(UnaskedContract.class)).containsExactly("doesNothingWithoutItsSettings");
  }

  @Test
  void failsAFactoryThatThrowsWithoutItsSettings() {
    assertThat(failuresOf(NeedySettingsContract.class))
        .containsExactly("doesNothingWithoutItsSettings");
  }

  @Test
  void failsARoleThatIsNotServed() {
    assertThat(failuresOf(IdleRoleContract.class)).contains("supportsTheRolesItDeclares");
  }

  @Test
  void failsSystemPropertiesForExecutors() {
    assertThat(failuresOf(ExecutorPropertiesContract.class))
        .containsExactly("supportsTheRolesItDeclares");
  }

  @Test
  void failsAStepThatStartsFromAnEmptyContainer() {
    Run run = run(ForgetfulContract.class);
    assertThat(run.failures()).containsOnlyKeys("keepsWhatEarlierStepsSet");
    assertThat(run.failures().get("keepsWhatEarlierStepsSet"))
        .contains("container.env is missing")
        .contains("ownedFields()");
  }

  @Test
  void failsAStepThatReplacesLabels() {
    Run run = run(LabelReplacingContract.class);
    assertThat(run.failures().get("keepsWhatEarlierStepsSet"))
        .contains("metadata.labels.podsmith-seed is missing");
  }

  @Test
  void letsAStepReplaceWhatItOwns() {
    assertThat(failuresOf(OwningContract.class)).isEmpty();
  }

  @Test
  void failsAStepWithRandomOutcome() {
    assertThat(failuresOf(RandomContract.class)).contains("givesTheSameResultTwice");
  }

  @Test
  void failsANullPod() {
    assertThat(failuresOf(NullPodContract.class)).contains("returnsNoNulls");
  }

  @Test
  void failsAnObjectWithoutName() {
    assertThat(failuresOf(NamelessObjectContract.class)).containsExactly("namesItsObjects");
  }

  @Test
  void failsAnObjectInAnotherNamespace() {
    assertThat(failuresOf(ForeignNamespaceContract.class)).containsExactly("namesItsObjects");
  }

  @Test
  void failsObjectsThatPileUp() {
    assertThat(failuresOf(PilingContract.class)).contains("returnsStableObjects");
  }

  @Test
  void failsASecretInAConfigMap() {
    assertThat(failuresOf(LeakingContract.class)).containsExactly("putsNoSecretIntoConfigMaps");
  }

  @Test
  void failsAProfileStepThatLooksAtTheExecutor() {
    assertThat(failuresOf(LyingScopeContract.class))
        .containsExactly("isTheSameForAllExecutorsOfAProfile");
  }

  @Test
  void failsAMountWithoutVolume() {
    assertThat(failuresOf(LooseMountContract.class)).containsExactly("mountsVolumesThatExist");
  }

  @Test
  void failsALabelThatKubernetesDoesNotAccept() {
    assertThat(failuresOf(BadLabelContract.class)).containsExactly("writesValidLabels");
  }

  @Test
  void failsASecondVariableOfOneName() {
    Run run = run(SecondVariableContract.class);
    assertThat(run.failures()).containsOnlyKeys("addsNothingTwice");
    assertThat(run.failures().get("addsNothingTwice"))
        .contains("environment variable in container podsmith-seed-spark: PODSMITH_SEED");
  }

  @Test
  void failsASecondPortAndPathAndVolumeOfOneName() {
    assertThat(run(SecondOfAllContract.class).failures().get("addsNothingTwice"))
        .contains("port name in container", "port in container", "mount path in", "volume: ");
  }

  @Test
  void failsAnObjectWithAFixedName() {
    assertThat(failuresOf(FixedNameContract.class)).containsExactly("usesUniqueObjectNames");
  }

  @Test
  void failsAnObjectThatExecutorsShare() {
    Run run = run(SharedNameContract.class);
    assertThat(run.failures()).containsOnlyKeys("usesUniqueObjectNames");
    assertThat(run.failures().get("usesUniqueObjectNames")).contains("two executors");
  }

  @Test
  void letsAStepShareAnObject() {
    assertThat(failuresOf(MeantToShareContract.class)).isEmpty();
  }

  @Test
  void failsAnObjectWithAnOwner() {
    assertThat(failuresOf(OwnedObjectContract.class)).containsExactly("leavesOwnersToTheEngine");
  }

  @Test
  void triesAStepWithSeveralSettings() {
    assertThat(failuresOf(SeveralSettingsContract.class)).containsExactly("writesValidLabels");
  }

  private record Run(List<String> finished, Map<String, String> failures) {}

  private static Set<String> failuresOf(Class<?> contract) {
    return run(contract).failures().keySet();
  }

  private static Run run(Class<?> contract) {
    List<String> finished = new ArrayList<>();
    Map<String, String> failures = new java.util.TreeMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (!test.isTest()) {
              return;
            }
            String method = test.getLegacyReportingName().replace("()", "");
            finished.add(method);
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              failures.put(
                  method,
                  result.getThrowable().map(Throwable::getMessage).map(String::valueOf).orElse(""));
            }
          }
        };
    LauncherFactory.create().execute(request, listener);
    return new Run(finished, failures);
  }

  /** A factory that keeps all rules; bad ones change one thing. */
  static class Factory implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.team";
    }

    @Override
    public String description() {
      return "Labels the pods with the team that pays for them.";
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(TEAM, TOKEN);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return conf.get(TEAM).map(team -> step(conf, team));
    }

    KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
      return new Step(pod -> pod.editMetadata(m -> m.addToLabels("team", team)), List.of());
    }
  }

  private interface Edit {
    SparkPod apply(SparkPod pod);
  }

  private record Step(Edit edit, List<HasMetadata> objects) implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return edit.apply(pod);
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return objects;
    }
  }

  /** The contract of {@link Factory}; others replace the factory. */
  static class GoodStepContract extends FeatureStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory();
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.acme.team", "data", "spark.acme.token", "s3cr3t-token");
    }

    @Override
    protected boolean isDiscovered() {
      return false;
    }
  }

  /** A factory without a service file. */
  static class UnannotatedContract extends GoodStepContract {
    @Override
    protected boolean isDiscovered() {
      return true;
    }
  }

  /** A step that reads a setting of its own, one of Spark, and lists neither. */
  static class UndeclaredSettingContract extends GoodStepContract {
    private static final ConfigEntry<Optional<String>> ZONE =
        ConfigEntry.key("spark.acme.zone").doc("Where.").since("1.0").stringType().optional();
    private static final ConfigEntry<Optional<String>> MASTER =
        ConfigEntry.key("spark.sql.warehouse.dir").doc("x").since("1.0").stringType().optional();

    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          conf.get(MASTER);
          String zone = conf.get(ZONE).orElse("eu");
          return new Step(pod -> pod.editMetadata(m -> m.addToLabels("zone", zone)), List.of());
        }
      };
    }
  }

  /** A step whose edit is bad. */
  abstract static class BadEditContract extends GoodStepContract {
    abstract SparkPod edit(SparkPod pod);

    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          return new Step(pod -> edit(pod), List.of());
        }
      };
    }
  }

  /** A step whose additional object is bad. */
  abstract static class BadObjectContract extends GoodStepContract {
    abstract ConfigMapBuilder edit(ConfigMapBuilder map);

    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          ConfigMapBuilder map =
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(conf.podName() + "-team")
                  .endMetadata();
          return new Step(pod -> pod, List.of(edit(map).build()));
        }
      };
    }
  }

  static class SparkIdContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public String id() {
          return "spark.team";
        }
      };
    }
  }

  static class ShortIdContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public String id() {
          return "Team";
        }
      };
    }
  }

  static class LongDescriptionContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public String description() {
          return "One.\nTwo.";
        }
      };
    }
  }

  static class SelfOrderContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public Set<String> after() {
          return Set.of("acme.team");
        }
      };
    }
  }

  static class ForeignSettingContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public List<ConfigEntry<?>> configEntries() {
          return List.of(
              TEAM,
              TOKEN,
              ConfigEntry.key("acme.team").doc("Lost on the way.").stringType().optional());
        }
      };
    }
  }

  static class UnaskedContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return Optional.of(step(conf, "everybody"));
        }
      };
    }
  }

  static class NeedySettingsContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return Optional.of(step(conf, conf.get(TEAM).orElseThrow()));
        }
      };
    }
  }

  static class IdleRoleContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return conf.role() == PodRole.DRIVER ? super.create(conf) : Optional.empty();
        }
      };
    }
  }

  static class ExecutorPropertiesContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public Set<PodRole> roles() {
          return EnumSet.of(PodRole.EXECUTOR);
        }

        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          return new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod;
            }

            @Override
            public Map<String, String> getAdditionalPodSystemProperties() {
              return Map.of("spark.acme.nobody.reads", "this");
            }
          };
        }
      };
    }
  }

  static class ForgetfulContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return SparkPod.of(pod.pod(), new ContainerBuilder().withName("mine").build());
    }
  }

  static class LabelReplacingContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editMetadata(m -> m.withLabels(Map.of("team", "data")));
    }
  }

  static class OwningContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editContainer(c -> c.withImage("acme/spark:1"))
          .editSpec(s -> s.withRestartPolicy("OnFailure"));
    }

    @Override
    protected Set<String> ownedFields() {
      return Set.of("container.image", "spec.restartPolicy");
    }
  }

  static class RandomContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      String number = Integer.toString(COUNTER.incrementAndGet());
      return pod.editMetadata(m -> m.addToAnnotations("number", number));
    }
  }

  static class NullPodContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return null;
    }
  }

  static class NamelessObjectContract extends BadObjectContract {
    @Override
    ConfigMapBuilder edit(ConfigMapBuilder map) {
      return map.editMetadata().withName(null).withGenerateName("team-").endMetadata();
    }
  }

  static class ForeignNamespaceContract extends BadObjectContract {
    @Override
    ConfigMapBuilder edit(ConfigMapBuilder map) {
      return map.editMetadata().withNamespace("kube-system").endMetadata();
    }
  }

  static class LooseMountContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editContainer(
          c -> c.addNewVolumeMount().withName("nowhere").withMountPath("/m").endVolumeMount());
    }
  }

  static class BadLabelContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editMetadata(m -> m.addToLabels("team", "data & more"));
    }
  }

  static class SecondVariableContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editContainer(
          c -> c.addNewEnv().withName("PODSMITH_SEED").withValue("mine").endEnv());
    }
  }

  static class SecondOfAllContract extends BadEditContract {
    @Override
    SparkPod edit(SparkPod pod) {
      return pod.editContainer(
              c ->
                  c.addNewPort()
                      .withName("seed")
                      .withContainerPort(47777)
                      .endPort()
                      .addNewVolumeMount()
                      .withName("podsmith-seed")
                      .withMountPath("/mnt/podsmith-seed")
                      .endVolumeMount())
          .editSpec(s -> s.addNewVolume().withName("podsmith-seed").endVolume());
    }
  }

  static class FixedNameContract extends BadObjectContract {
    @Override
    ConfigMapBuilder edit(ConfigMapBuilder map) {
      return map.editMetadata().withName("team").endMetadata();
    }
  }

  static class MeantToShareContract extends FixedNameContract {
    @Override
    protected boolean isShared(HasMetadata object) {
      return object.getMetadata().getName().equals("team");
    }
  }

  static class SharedNameContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          return new Step(
              pod -> pod,
              List.of(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName(conf.resourceNamePrefix() + "-team")
                      .endMetadata()
                      .build()));
        }
      };
    }
  }

  static class OwnedObjectContract extends BadObjectContract {
    @Override
    ConfigMapBuilder edit(ConfigMapBuilder map) {
      return map.editMetadata().addNewOwnerReference().endOwnerReference().endMetadata();
    }
  }

  static class SeveralSettingsContract extends GoodStepContract {
    @Override
    protected List<Map<String, String>> settingsVariants(PodRole role) {
      return List.of(settings(), Map.of("spark.acme.team", "a & b"));
    }
  }

  static class LeakingContract extends BadObjectContract {
    @Override
    ConfigMapBuilder edit(ConfigMapBuilder map) {
      return map.withData(Map.of("agent.conf", "token = s3cr3t-token"));
    }
  }

  static class PilingContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          List<HasMetadata> pile = new ArrayList<>();
          return new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod;
            }

            @Override
            public List<HasMetadata> getAdditionalKubernetesResources() {
              pile.add(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName("team-" + pile.size())
                      .endMetadata()
                      .build());
              return List.copyOf(pile);
            }
          };
        }
      };
    }
  }

  static class LyingScopeContract extends GoodStepContract {
    @Override
    protected FeatureStepFactory factory() {
      return new Factory() {
        @Override
        public StepScope scope() {
          return StepScope.RESOURCE_PROFILE;
        }

        @Override
        KubernetesFeatureConfigStep step(KubernetesConf conf, String team) {
          String id = conf instanceof KubernetesExecutorConf e ? e.executorId() : "driver";
          return new Step(pod -> pod.editMetadata(m -> m.addToLabels("id", id)), List.of());
        }
      };
    }
  }
}
