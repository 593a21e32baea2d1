// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Checks the rules that every step must follow. Extend this class to test a step.
 *
 * <pre>{@code
 * class LogShipperContractTest extends FeatureStepContract {
 *   protected FeatureStepFactory factory() {
 *     return new LogShipperFeatureStepFactory();
 *   }
 *
 *   protected Map<String, String> settings() {
 *     return Map.of("spark.acme.logs.endpoint", "https://logs.example.com");
 *   }
 * }
 * }</pre>
 *
 * <p>A failure message says what to change. Override {@link #ownedFields()} if the step
 * intentionally replaces what earlier steps have set, and {@link #isOptIn()} if the step always
 * runs.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class FeatureStepContract {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");

  private static final String BUILT_IN_PACKAGE = "io.podsmith.steps.";

  private final ContractCases cases = new ContractCases(this);

  /** Called by subclasses. */
  protected FeatureStepContract() {}

  /**
   * Returns the factory under test. Each test calls this method one or more times.
   *
   * @return the factory
   */
  protected abstract FeatureStepFactory factory();

  /**
   * Returns settings that request the feature in all roles that the factory declares.
   *
   * @return Spark properties by key, in addition to the defaults of {@link TestConf}
   */
  protected abstract Map<String, String> settings();

  /**
   * Returns settings that request the feature in one role.
   *
   * @param role a role that the factory declares
   * @return Spark properties by key; {@link #settings()} by default
   */
  protected Map<String, String> settings(PodRole role) {
    return settings();
  }

  /**
   * Returns all sets of settings to test the step with in one role. Override this method if the
   * step behaves differently with different settings.
   *
   * @param role a role that the factory declares
   * @return one or more maps of Spark properties by key, each of which must request the feature;
   *     {@link #settings(PodRole)} alone by default
   */
  protected List<Map<String, String>> settingsVariants(PodRole role) {
    return List.of(settings(role));
  }

  /**
   * Returns whether several applications or executors intentionally share an object of the step.
   *
   * @param object an object in the namespace of the application; the engine rejects the second
   *     application that creates it
   * @return false by default
   */
  protected boolean isShared(HasMetadata object) {
    return false;
  }

  /**
   * Returns whether the step is created only if settings request it.
   *
   * @return true by default; false for steps that always run
   */
  protected boolean isOptIn() {
    return true;
  }

  /**
   * Returns whether Podsmith discovers the factory by a service file.
   *
   * @return true by default; false for a factory that a setting names by its class
   */
  protected boolean isDiscovered() {
    return true;
  }

  /**
   * Returns the fields that this step may replace even if earlier steps have set them.
   *
   * @return paths such as {@code container.image}, {@code metadata.name} or {@code
   *     spec.restartPolicy}, each including everything below it; empty by default
   */
  protected Set<String> ownedFields() {
    return Set.of();
  }

  /**
   * Returns a builder of the configuration that steps are created with. Override this method to set
   * values that are not settings.
   *
   * @param role the role of the pod
   * @param settings Spark properties by key
   * @return a builder
   */
  protected TestConf confs(PodRole role, Map<String, String> settings) {
    return TestConf.with(settings);
  }

  /** The id is {@code owner.name} and the owner is not Spark. */
  @Test
  @DisplayName("has an id of the form owner.name")
  public final void hasValidId() {
    String id = factory().id();
    assertThat(id)
        .as("id(): two or more parts of lower-case letters, digits and hyphens, joined by dots")
        .isNotNull()
        .matches(ID);
    assertThat(id)
        .as("id() must be the same every time; return a constant")
        .isEqualTo(factory().id());
    if (!factory().getClass().getName().startsWith(BUILT_IN_PACKAGE)) {
      assertThat(id)
          .as("this owner is reserved for the built-in steps; use your organization's name")
          .doesNotMatch("(spark|podsmith)\\..*");
    }
  }

  /** A service file on the classpath names the factory. */
  @Test
  @DisplayName("is discovered by Podsmith")
  public final void isNamedInAServiceFile() {
    if (isDiscovered()) {
      assertThat(ServiceFiles.problem(factory().getClass()).orElse("")).isEmpty();
    }
  }

  /** The description is one line of text. */
  @Test
  @DisplayName("describes itself in one line")
  public final void hasDescription() {
    assertThat(factory().description())
        .as("description(): describe in one sentence what the step does for the user")
        .isNotBlank()
        .doesNotContain("\n");
  }

  /** Roles, phase, scope and order are valid and not null. */
  @Test
  @DisplayName("declares valid roles, phase, scope and order")
  public final void declaresPhaseAndRoles() {
    FeatureStepFactory factory = factory();
    assertThat(factory.roles())
        .as("roles(): return at least one role")
        .isNotEmpty()
        .doesNotContainNull();
    assertThat(factory.phase()).as("phase() must not be null").isNotNull();
    assertThat(factory.scope()).as("scope() must not be null").isNotNull();
    for (Set<String> ids :
        List.of(nonNull(factory.before(), "before()"), nonNull(factory.after(), "after()"))) {
      assertThat(ids)
          .as("before() and after() must contain valid ids of other steps")
          .doesNotContain(factory.id())
          .allSatisfy(id -> assertThat(id).matches(ID));
    }
  }

  /** The keys of the settings start with {@code spark.}, are unique and are documented. */
  @Test
  @DisplayName("declares settings that reach the driver")
  public final void declaresUsableSettings() {
    List<ConfigEntry<?>> entries = nonNull(factory().configEntries(), "configEntries()");
    Set<String> keys = new HashSet<>();
    for (ConfigEntry<?> entry : entries) {
      assertThat(entry.key())
          .as("spark-submit ignores other keys; start the key with 'spark.'")
          .startsWith("spark.");
      assertThat(keys.add(entry.key())).as("%s is declared twice", entry.key()).isTrue();
      assertThat(entry.doc()).as("describe the setting %s with doc()", entry.key()).isNotBlank();
    }
  }

  /** The step reads no setting that no factory declares. */
  @Test
  @DisplayName("declares the settings that it reads")
  public final void declaresTheSettingsThatItReads() {
    for (ContractCase each : cases.all()) {
      assertThat(UndeclaredSettings.of(factory(), each.conf()))
          .as(
              "settings that the step for a %s reads but configEntries() does not return: return"
                  + " them, so that their values are checked and documented, and secrets redacted",
              each.role())
          .isEmpty();
    }
  }

  /** Without settings, {@code create()} does not fail and does not create an opt-in step. */
  @Test
  @DisplayName("does nothing if the feature is not requested")
  public final void doesNothingWithoutItsSettings() {
    for (PodRole role : factory().roles()) {
      KubernetesConf conf = confs(role, Map.of()).of(role);
      assertThatCode(() -> factory().create(conf))
          .as("create() must not fail for a %s that does not request the feature", role)
          .doesNotThrowAnyException();
      Optional<KubernetesFeatureConfigStep> step =
          nonNull(factory().create(conf), "create(); return Optional.empty(), it");
      if (isOptIn()) {
        assertThat(step)
            .as(
                "no setting requests the feature, so create() must return Optional.empty() for a"
                    + " %s; if the step always runs, override isOptIn()",
                role)
            .isEmpty();
      }
    }
  }

  /** With the settings, {@code create()} returns a step for each declared role. */
  @Test
  @DisplayName("supports the roles that it declares, and no other")
  public final void supportsTheRolesItDeclares() {
    Set<PodRole> roles = factory().roles();
    for (ContractCase each : cases.all()) {
      PodRole role = each.role();
      assertThat(factory().create(each.conf()))
          .as(
              "roles() contains %s, but create() returns no step for it; declare fewer roles, or"
                  + " return settings that request the feature from settings(role)",
              role)
          .isPresent();
    }
    if (!roles.contains(PodRole.DRIVER)) {
      assertThat(cases.step(PodRole.EXECUTOR).getAdditionalPodSystemProperties())
          .as("additional properties apply to drivers only, but roles() does not contain DRIVER")
          .isEmpty();
    }
  }

  /** The step keeps what earlier steps have set. */
  @Test
  @DisplayName("keeps what earlier steps set")
  public final void keepsWhatEarlierStepsSet() {
    for (ContractCase each : cases.all()) {
      SparkPod after = cases.step(each.conf()).configurePod(SeededPod.create());
      assertThat(Losses.between(SeededPod.create(), after, ownedFields()))
          .as(
              "the step for a %s removed or changed what earlier steps have set; edit the pod that"
                  + " is passed to configurePod(), or return the field from ownedFields()",
              each.role())
          .isEmpty();
    }
  }

  /** The step does not modify the pod that is passed to it. */
  @Test
  @DisplayName("leaves its input untouched")
  public final void leavesItsInputUnchanged() {
    for (ContractCase each : cases.all()) {
      SparkPod input = SeededPod.create();
      cases.step(each.conf()).configurePod(input);
      assertThat(input)
          .as("configurePod() must return a changed copy and not modify its argument")
          .isEqualTo(SeededPod.create());
    }
  }

  /** The same configuration and pod produce the same result. */
  @Test
  @DisplayName("produces the same result twice")
  public final void givesTheSameResultTwice() {
    for (ContractCase each : cases.all()) {
      KubernetesConf conf = each.conf();
      StepOutcome first = StepOutcome.of(cases.step(conf));
      StepOutcome second = StepOutcome.of(cases.step(conf));
      assertThat(second.pod())
          .as("two steps of one configuration differ in the pod; avoid times and random values")
          .isEqualTo(first.pod());
      assertThat(second.properties())
          .as("two steps of one configuration differ in the additional properties")
          .isEqualTo(first.properties());
      assertThat(second.objects())
          .as("two steps of one configuration differ in additional objects")
          .isEqualTo(first.objects());
    }
  }

  /** The step returns no nulls. */
  @Test
  @DisplayName("returns no nulls")
  public final void returnsNoNulls() {
    for (ContractCase each : cases.all()) {
      KubernetesFeatureConfigStep step = cases.step(each.conf());
      nonNull(step.configurePod(SeededPod.create()), "configurePod()");
      Map<String, String> properties =
          nonNull(step.getAdditionalPodSystemProperties(), "getAdditionalPodSystemProperties()");
      assertThat(properties)
          .as("additional properties")
          .doesNotContainKey(null)
          .doesNotContainValue(null);
      assertThat(
              nonNull(
                  step.getAdditionalPreKubernetesResources(),
                  "getAdditionalPreKubernetesResources()"))
          .as("objects before the pod")
          .doesNotContainNull();
      assertThat(
              nonNull(
                  step.getAdditionalKubernetesResources(), "getAdditionalKubernetesResources()"))
          .as("objects after the pod")
          .doesNotContainNull();
    }
  }

  /** Additional objects have kinds and unique names, in the namespace of the application. */
  @Test
  @DisplayName("names its additional objects")
  public final void namesItsObjects() {
    for (ContractCase each : cases.all()) {
      KubernetesConf conf = each.conf();
      Set<String> seen = new HashSet<>();
      for (HasMetadata object : StepOutcome.of(cases.step(conf)).objects()) {
        assertThat(object.getKind()).as("kind of %s", object.getClass()).isNotBlank();
        assertThat(object.getApiVersion()).as("API version of a %s", object.getKind()).isNotBlank();
        assertThat(object.getMetadata()).as("metadata of a %s", object.getKind()).isNotNull();
        String name = object.getMetadata().getName();
        assertThat(name)
            .as(
                "name of a %s: build it from conf.podName() or conf.resourceNamePrefix();"
                    + " generateName does not work, because the pod must refer to the name",
                object.getKind())
            .isNotNull()
            .matches(PodDefects.OBJECT_NAME)
            .hasSizeLessThanOrEqualTo(PodDefects.LONGEST_NAME);
        assertThat(seen.add(object.getKind() + "/" + name))
            .as("the step returns %s %s twice", object.getKind(), name)
            .isTrue();
        assertThat(object.getMetadata().getNamespace())
            .as("namespace of %s %s: omit it or use conf.namespace()", object.getKind(), name)
            .isIn(null, conf.namespace());
      }
    }
  }

  /** A mount refers to a volume of the pod. */
  @Test
  @DisplayName("mounts volumes that exist")
  public final void mountsVolumesThatExist() {
    for (ContractCase each : cases.all()) {
      assertThat(PodDefects.mountsWithoutVolume(cases.podOf(each)))
          .as("the step for a %s adds a mount without a volume; add the volume", each.role())
          .isEmpty();
    }
  }

  /** Labels and annotations are valid in Kubernetes. */
  @Test
  @DisplayName("writes labels and annotations that Kubernetes accepts")
  public final void writesValidLabels() {
    for (ContractCase each : cases.all()) {
      assertThat(PodDefects.wrongLabels(cases.podOf(each)))
          .as(
              "the step for a %s writes labels or annotations that the API server rejects: keys are"
                  + " [prefix/]name, label values at most 63 letters, digits, '-', '_' and '.'",
              each.role())
          .isEmpty();
    }
  }

  /** Names, mount paths and ports are unique where Kubernetes requires it. */
  @Test
  @DisplayName("adds nothing twice")
  public final void addsNothingTwice() {
    for (ContractCase each : cases.all()) {
      assertThat(PodDefects.duplicates(cases.podOf(each)))
          .as(
              "after the step for a %s the pod has two elements with the same name; replace the"
                  + " existing one or keep it",
              each.role())
          .isEmpty();
    }
  }

  /** Objects of different applications and executors have different names. */
  @Test
  @DisplayName("names its objects after the application and the executor")
  public final void usesUniqueObjectNames() {
    for (ContractCase each : cases.all()) {
      Set<String> names = cases.namesOf(each.conf());
      assertThat(cases.namesOf(cases.ofAnotherApplication(each)))
          .as(
              "two applications get objects with the same name, so the second one is rejected;"
                  + " build the name from conf.resourceNamePrefix()")
          .noneMatch(names::contains);
      if (each.role() == PodRole.EXECUTOR) {
        assertThat(cases.namesOf(confs(each.role(), each.settings()).executorId("2").executor()))
            .as(
                "two executors get objects with the same name, which is deleted with the first of"
                    + " them; build the name from conf.podName()")
            .noneMatch(names::contains);
      }
    }
  }

  /** The step does not set owner references: the engine does. */
  @Test
  @DisplayName("leaves the owners of its objects to the engine")
  public final void leavesOwnersToTheEngine() {
    for (ContractCase each : cases.all()) {
      assertThat(StepOutcome.of(cases.step(each.conf())).objects())
          .as("ownerReferences of objects: omit them, because the engine replaces them")
          .allSatisfy(
              object -> assertThat(object.getMetadata().getOwnerReferences()).isNullOrEmpty());
    }
  }

  /** The step returns the same objects each time. */
  @Test
  @DisplayName("returns the same objects each time")
  public final void returnsStableObjects() {
    for (ContractCase each : cases.all()) {
      KubernetesFeatureConfigStep step = cases.step(each.conf());
      step.configurePod(SeededPod.create());
      assertThat(step.getAdditionalPreKubernetesResources())
          .as("objects before the pod change between two calls; create them in the constructor")
          .isEqualTo(step.getAdditionalPreKubernetesResources());
      assertThat(step.getAdditionalKubernetesResources())
          .as("objects after the pod change between two calls; create them in the constructor")
          .isEqualTo(step.getAdditionalKubernetesResources());
    }
  }

  /** No ConfigMap contains the value of a secret setting. */
  @Test
  @DisplayName("puts no secret into a ConfigMap")
  public final void putsNoSecretIntoConfigMaps() {
    for (ContractCase each : cases.all()) {
      assertThat(cases.configMapsWithSecrets(each))
          .as("ConfigMaps that contain the value of a secret setting; use a Secret")
          .isEmpty();
    }
  }

  /** A step with the scope RESOURCE_PROFILE produces the same result for all its executors. */
  @Test
  @DisplayName("is the same for all executors if its scope is RESOURCE_PROFILE")
  public final void isTheSameForAllExecutorsOfAProfile() {
    FeatureStepFactory factory = factory();
    if (factory.roles().contains(PodRole.EXECUTOR)
        && factory.scopeFor(cases.executor("1")) == StepScope.RESOURCE_PROFILE) {
      cases.requireSameForAllExecutors();
    }
  }

  private static <T> T nonNull(T value, String what) {
    assertThat(value).as("%s must not return null", what).isNotNull();
    return value;
  }
}
