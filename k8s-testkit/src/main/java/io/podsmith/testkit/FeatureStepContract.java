package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every step owes the engine and the other steps, as a test class to extend.
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
 * <p>A failure says what to change. Where a step means to replace what others set, it says so in
 * {@link #ownedFields()}; where it is always wanted, in {@link #isOptIn()}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class FeatureStepContract {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  /** Of one length, unlikely to be found in a pod by chance, and different in what they leave. */
  private static final List<String> LONG_IDS =
      List.of("7316240985", "2648759106", "8103925417", "5270418368");

  private static final String OTHER = "testkit-2";
  private static final String BUILT_IN_PACKAGE = "io.podsmith.steps.";

  /** For test classes that extend this. */
  protected FeatureStepContract() {}

  /**
   * Returns the factory under test; asked for once or more in each test.
   *
   * @return the factory
   */
  protected abstract FeatureStepFactory factory();

  /**
   * Returns settings that ask for the feature, in all roles that the factory claims.
   *
   * @return Spark properties by key, on top of what {@link TestConfs} sets
   */
  protected abstract Map<String, String> settings();

  /**
   * Returns settings that ask for the feature in one role.
   *
   * @param role a role that the factory claims
   * @return Spark properties by key; {@link #settings()} by default
   */
  protected Map<String, String> settings(PodRole role) {
    return settings();
  }

  /**
   * Returns all settings with which the step is tried in one role, for a step that does different
   * things with different settings.
   *
   * @param role a role that the factory claims
   * @return one or more maps of Spark properties by key, each of which must request the feature;
   *     {@link #settings(PodRole)} alone by default
   */
  protected List<Map<String, String>> settingsToTry(PodRole role) {
    return List.of(settings(role));
  }

  /**
   * Returns whether several applications and executors are meant to use one object of the step.
   *
   * @param object an object in the namespace of the application; the engine rejects the second
   *     application that creates it
   * @return false by default
   */
  protected boolean isShared(HasMetadata object) {
    return false;
  }

  /**
   * Tells whether the step is made only when settings ask for it.
   *
   * @return true by default; false for steps that always run
   */
  protected boolean isOptIn() {
    return true;
  }

  /**
   * Returns the fields that are this step's to replace, whatever earlier steps have set.
   *
   * @return paths such as {@code container.image}, {@code metadata.name} or {@code
   *     spec.restartPolicy}, which stand for all that is below them; none by default
   */
  protected Set<String> ownedFields() {
    return Set.of();
  }

  /**
   * Begins the configuration that steps are made with, for what {@link #settings()} cannot say.
   *
   * @param role the role of the pod
   * @param settings Spark properties by key
   * @return a builder
   */
  protected TestConfs confs(PodRole role, Map<String, String> settings) {
    return TestConfs.with(settings);
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
          .as("the owner 'spark' is reserved for the built-in steps; use your organisation's name")
          .doesNotStartWith("spark.");
    }
  }

  /** The description is one line of text. */
  @Test
  @DisplayName("describes itself in one line")
  public final void hasDescription() {
    assertThat(factory().description())
        .as("description(): say in one sentence what the step does for who runs the job")
        .isNotBlank()
        .doesNotContain("\n");
  }

  /** Roles, phase, order and settings are there, and none is null. */
  @Test
  @DisplayName("says where it belongs")
  public final void declaresWhereItBelongs() {
    FeatureStepFactory factory = factory();
    assertThat(factory.roles()).as("roles(): claim at least one").isNotEmpty().doesNotContainNull();
    assertThat(factory.phase()).as("phase() must not be null").isNotNull();
    assertThat(factory.scope()).as("scope() must not be null").isNotNull();
    for (Set<String> ids :
        List.of(nonNull(factory.before(), "before()"), nonNull(factory.after(), "after()"))) {
      assertThat(ids)
          .as("before() and after() hold ids of other steps")
          .doesNotContain(factory.id())
          .allSatisfy(id -> assertThat(id).matches(ID));
    }
  }

  /** The settings begin with {@code spark.}, are documented and are there once. */
  @Test
  @DisplayName("declares settings that reach the driver")
  public final void declaresUsableSettings() {
    List<ConfigEntry<?>> entries = nonNull(factory().configEntries(), "configEntries()");
    Set<String> keys = new HashSet<>();
    for (ConfigEntry<?> entry : entries) {
      assertThat(entry.key())
          .as("spark-submit hands on no other keys; begin the key with 'spark.'")
          .startsWith("spark.");
      assertThat(keys.add(entry.key())).as("%s is declared twice", entry.key()).isTrue();
      assertThat(entry.doc()).as("say with doc() what %s does", entry.key()).isNotBlank();
    }
  }

  /** Without settings nothing is thrown, and a feature that nobody asked for is not made. */
  @Test
  @DisplayName("keeps out of the way where it is not asked for")
  public final void isQuietWithoutItsSettings() {
    for (PodRole role : factory().roles()) {
      KubernetesConf conf = confs(role, Map.of()).of(role);
      assertThatCode(() -> factory().create(conf))
          .as("create() must not fail for a %s that does not ask for the feature", role)
          .doesNotThrowAnyException();
      Optional<KubernetesFeatureConfigStep> step =
          nonNull(factory().create(conf), "create(); return Optional.empty(), it");
      if (isOptIn()) {
        assertThat(step)
            .as(
                "nothing asks for the feature, so create() must return Optional.empty() for a %s;"
                    + " a step that always runs overrides isOptIn()",
                role)
            .isEmpty();
      }
    }
  }

  /** With the settings there is a step for each role that is claimed, and for no purpose beyond. */
  @Test
  @DisplayName("serves the roles that it claims, and no other")
  public final void servesTheRolesItClaims() {
    Set<PodRole> roles = factory().roles();
    for (Case each : cases()) {
      PodRole role = each.role();
      assertThat(factory().create(each.conf()))
          .as(
              "roles() claims %s, but create() makes no step for it; claim fewer roles, or let"
                  + " settings(role) ask for the feature",
              role)
          .isPresent();
    }
    if (!roles.contains(PodRole.DRIVER)) {
      assertThat(step(PodRole.EXECUTOR).getAdditionalPodSystemProperties())
          .as("system properties are read for drivers only, and roles() does not claim DRIVER")
          .isEmpty();
    }
  }

  /** What earlier steps have set is still there afterwards. */
  @Test
  @DisplayName("keeps what earlier steps set")
  public final void keepsWhatEarlierStepsSet() {
    for (Case each : cases()) {
      SparkPod after = step(each.conf()).configurePod(SeededPod.create());
      assertThat(Losses.between(SeededPod.create(), after, ownedFields()))
          .as(
              "the step for a %s lost or changed what earlier steps had set; start from the pod"
                  + " that you are given (its edit methods do), or name the field in ownedFields()",
              each.role())
          .isEmpty();
    }
  }

  /** The pod that the step is given is the same afterwards. */
  @Test
  @DisplayName("leaves its input untouched")
  public final void leavesItsInputUntouched() {
    for (Case each : cases()) {
      SparkPod input = SeededPod.create();
      step(each.conf()).configurePod(input);
      assertThat(input)
          .as("configurePod() must return a changed copy and leave the pod that it was given")
          .isEqualTo(SeededPod.create());
    }
  }

  /** The same configuration and pod give the same outcome. */
  @Test
  @DisplayName("gives the same result twice")
  public final void givesTheSameResultTwice() {
    for (Case each : cases()) {
      KubernetesConf conf = each.conf();
      Outcome first = Outcome.of(step(conf));
      Outcome second = Outcome.of(step(conf));
      assertThat(second.pod())
          .as("two steps of one configuration differ in the pod; leave out times and random values")
          .isEqualTo(first.pod());
      assertThat(second.properties())
          .as("two steps of one configuration differ in system properties")
          .isEqualTo(first.properties());
      assertThat(second.objects())
          .as("two steps of one configuration differ in additional objects")
          .isEqualTo(first.objects());
    }
  }

  /** Nothing that the step returns is null. */
  @Test
  @DisplayName("returns no nulls")
  public final void returnsNoNulls() {
    for (Case each : cases()) {
      KubernetesFeatureConfigStep step = step(each.conf());
      nonNull(step.configurePod(SeededPod.create()), "configurePod()");
      Map<String, String> properties =
          nonNull(step.getAdditionalPodSystemProperties(), "getAdditionalPodSystemProperties()");
      assertThat(properties)
          .as("system properties")
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
          .as("objects beside the pod")
          .doesNotContainNull();
    }
  }

  /** Additional objects have kinds and names of their own, in the namespace of the application. */
  @Test
  @DisplayName("names the objects beside the pod")
  public final void namesItsObjects() {
    for (Case each : cases()) {
      KubernetesConf conf = each.conf();
      Set<String> seen = new HashSet<>();
      for (HasMetadata object : Outcome.of(step(conf)).objects()) {
        assertThat(object.getKind()).as("kind of %s", object.getClass()).isNotBlank();
        assertThat(object.getApiVersion()).as("API version of a %s", object.getKind()).isNotBlank();
        assertThat(object.getMetadata()).as("metadata of a %s", object.getKind()).isNotNull();
        String name = object.getMetadata().getName();
        assertThat(name)
            .as(
                "name of a %s: build it from conf.podName() or conf.resourceNamePrefix();"
                    + " generateName is of no use, because the pod must refer to it",
                object.getKind())
            .isNotNull()
            .matches(OBJECT_NAME)
            .hasSizeLessThanOrEqualTo(LONGEST_NAME);
        assertThat(seen.add(object.getKind() + "/" + name))
            .as("the step returns %s %s twice", object.getKind(), name)
            .isTrue();
        assertThat(object.getMetadata().getNamespace())
            .as("namespace of %s %s: leave it out or use conf.namespace()", object.getKind(), name)
            .isIn(null, conf.namespace());
      }
    }
  }

  /** A mount refers to a volume of the pod. */
  @Test
  @DisplayName("mounts volumes that exist")
  public final void mountsVolumesThatExist() {
    for (Case each : cases()) {
      assertThat(PodDefects.mountsWithoutVolume(podOf(each)))
          .as("the step for a %s adds a mount without its volume; add the volume", each.role())
          .isEmpty();
    }
  }

  /** Labels and annotations follow the rules of Kubernetes. */
  @Test
  @DisplayName("writes labels and annotations that Kubernetes accepts")
  public final void writesValidLabels() {
    for (Case each : cases()) {
      assertThat(PodDefects.wrongLabels(podOf(each)))
          .as(
              "the step for a %s writes labels or annotations that the API server rejects: keys are"
                  + " [prefix/]name, label values at most 63 letters, digits, '-', '_' and '.'",
              each.role())
          .isEmpty();
    }
  }

  /** Nothing is there twice of which the pod can have one. */
  @Test
  @DisplayName("adds nothing twice")
  public final void addsNothingTwice() {
    for (Case each : cases()) {
      assertThat(PodDefects.duplicates(podOf(each)))
          .as(
              "after the step for a %s the pod has two of a name; replace the one that is there, or"
                  + " leave it",
              each.role())
          .isEmpty();
    }
  }

  /** Two applications, and two executors of one, have different objects. */
  @Test
  @DisplayName("names its objects after the application and the executor")
  public final void namesItsObjectsAfterTheirPod() {
    for (Case each : cases()) {
      Set<String> names = namesOf(each.conf());
      assertThat(namesOf(ofAnotherApplication(each)))
          .as(
              "two applications get objects of one name, and the second one is rejected; build the"
                  + " name from conf.resourceNamePrefix()")
          .noneMatch(names::contains);
      if (each.role() == PodRole.EXECUTOR) {
        assertThat(namesOf(confs(each.role(), each.settings()).executorId("2").executor()))
            .as(
                "two executors get objects of one name, and it goes with the first of them; build"
                    + " the name from conf.podName()")
            .noneMatch(names::contains);
      }
    }
  }

  /** The engine writes the owners of objects. */
  @Test
  @DisplayName("leaves the owners of its objects to the engine")
  public final void leavesOwnersToTheEngine() {
    for (Case each : cases()) {
      assertThat(Outcome.of(step(each.conf())).objects())
          .as("ownerReferences of objects: the engine replaces them, leave them out")
          .allSatisfy(
              object -> assertThat(object.getMetadata().getOwnerReferences()).isNullOrEmpty());
    }
  }

  /** Asked again, the step returns the same objects. */
  @Test
  @DisplayName("returns the same objects when asked again")
  public final void returnsStableObjects() {
    for (Case each : cases()) {
      KubernetesFeatureConfigStep step = step(each.conf());
      step.configurePod(SeededPod.create());
      assertThat(step.getAdditionalPreKubernetesResources())
          .as("objects before the pod change between two calls; make them in the constructor")
          .isEqualTo(step.getAdditionalPreKubernetesResources());
      assertThat(step.getAdditionalKubernetesResources())
          .as("objects beside the pod change between two calls; make them in the constructor")
          .isEqualTo(step.getAdditionalKubernetesResources());
    }
  }

  /** Values of secret settings are in no ConfigMap. */
  @Test
  @DisplayName("puts no secret into a ConfigMap")
  public final void putsNoSecretIntoConfigMaps() {
    for (Case each : cases()) {
      Map<String, String> settings = each.settings();
      List<String> secrets =
          factory().configEntries().stream()
              .filter(ConfigEntry::isSecret)
              .map(entry -> settings.get(entry.key()))
              .filter(value -> value != null && !value.isEmpty())
              .toList();
      for (HasMetadata object : Outcome.of(step(each.conf())).objects()) {
        if (object instanceof ConfigMap map && map.getData() != null) {
          assertThat(secrets)
              .as(
                  "ConfigMap %s holds the value of a secret setting; use a Secret",
                  map.getMetadata().getName())
              .noneMatch(
                  secret ->
                      map.getData().values().stream().anyMatch(text -> text.contains(secret)));
        }
      }
    }
  }

  /** A step that claims to be the same for all executors of a profile is. */
  @Test
  @DisplayName("is the same for all executors where it says so")
  public final void doesNotLookAtTheExecutorWhereItSaysSo() {
    FeatureStepFactory factory = factory();
    Assumptions.assumeTrue(
        factory.roles().contains(PodRole.EXECUTOR)
            && factory.scope(executor("1")) == StepScope.PROFILE,
        "the step may differ from executor to executor");
    KubernetesExecutorConf another = executor("23");
    KubernetesFeatureConfigStep shared = step(executor("1"));
    SparkPod derived = shared.configureExecutor(shared.configurePod(SeededPod.create()), another);
    assertThat(new Outcome(derived, propertiesOf(shared), objectsOf(shared)))
        .as(
            "scope() is PROFILE, but the pod of another executor that configureExecutor() derives"
                + " is not that which configurePod() makes; return StepScope.POD")
        .isEqualTo(Outcome.of(step(another)));
    String first = podOf(shared, LONG_IDS.get(0));
    for (String id : LONG_IDS.subList(1, LONG_IDS.size())) {
      assertThat(podOf(shared, id))
          .as(
              "scope() is PROFILE, but the pods of two executors differ in more than the id that is"
                  + " written into them; return StepScope.POD")
          .isEqualTo(first.replace(LONG_IDS.get(0), id));
    }
  }

  private String podOf(KubernetesFeatureConfigStep shared, String executorId) {
    return Serialization.asJson(
        shared
            .configureExecutor(shared.configurePod(SeededPod.create()), executor(executorId))
            .toPod());
  }

  /** One role with one set of settings. */
  private record Case(PodRole role, Map<String, String> settings, KubernetesConf conf) {}

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (PodRole role : factory().roles()) {
      List<Map<String, String>> all = settingsToTry(role);
      assertThat(all).as("settingsToTry(%s): return at least one map", role).isNotEmpty();
      for (Map<String, String> settings : all) {
        cases.add(new Case(role, settings, confs(role, settings).of(role)));
      }
    }
    return cases;
  }

  private Pod podOf(Case each) {
    return step(each.conf()).configurePod(SeededPod.create()).toPod();
  }

  private Set<String> namesOf(KubernetesConf conf) {
    return Outcome.of(step(conf)).objects().stream()
        .filter(
            object -> object instanceof Namespaced || object instanceof GenericKubernetesResource)
        .filter(object -> object.getMetadata().getName() != null)
        .filter(object -> !isShared(object))
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private KubernetesConf ofAnotherApplication(Case each) {
    Map<String, String> settings = new TreeMap<>(each.settings());
    settings.put("spark.app.id", OTHER);
    settings.put("spark.kubernetes.executor.podNamePrefix", OTHER);
    for (String key :
        List.of("spark.kubernetes.driver.resourceNamePrefix", "spark.kubernetes.driver.pod.name")) {
      settings.computeIfPresent(key, (k, name) -> name + "-2");
    }
    return confs(each.role(), settings).of(each.role());
  }

  private KubernetesConf conf(PodRole role) {
    return confs(role, settings(role)).of(role);
  }

  private KubernetesExecutorConf executor(String id) {
    return confs(PodRole.EXECUTOR, settings(PodRole.EXECUTOR)).executorId(id).executor();
  }

  private KubernetesFeatureConfigStep step(PodRole role) {
    return step(conf(role));
  }

  private KubernetesFeatureConfigStep step(KubernetesConf conf) {
    return factory()
        .create(conf)
        .orElseThrow(
            () ->
                new AssertionError(
                    "create() makes no step for a "
                        + conf.role()
                        + " although settings(role) should ask for the feature"));
  }

  private static <T> T nonNull(T value, String what) {
    assertThat(value).as("%s must not return null", what).isNotNull();
    return value;
  }

  /** All that a step makes of the seeded pod. */
  private record Outcome(SparkPod pod, Map<String, String> properties, List<HasMetadata> objects) {
    static Outcome of(KubernetesFeatureConfigStep step) {
      return new Outcome(
          step.configurePod(SeededPod.create()), propertiesOf(step), objectsOf(step));
    }
  }

  private static Map<String, String> propertiesOf(KubernetesFeatureConfigStep step) {
    return new TreeMap<>(step.getAdditionalPodSystemProperties());
  }

  private static List<HasMetadata> objectsOf(KubernetesFeatureConfigStep step) {
    List<HasMetadata> objects = new ArrayList<>(step.getAdditionalPreKubernetesResources());
    objects.addAll(step.getAdditionalKubernetesResources());
    return objects;
  }
}
