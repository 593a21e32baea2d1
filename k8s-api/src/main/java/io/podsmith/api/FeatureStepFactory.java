package io.podsmith.api;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Offers one feature to the engine and makes the step that adds it to a pod.
 *
 * <p>This is what a step jar contains. Authors implement it, with a public constructor without
 * parameters that does no work, and register it for {@link java.util.ServiceLoader} (AutoService's
 * {@code @AutoService(FeatureStepFactory.class)} writes the file). The engine makes one instance a
 * JVM and calls {@link #create} for each pod, possibly from several threads at once: a factory
 * holds no state. While it is called, the thread's context class loader is the one of its jar.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FeatureStepFactory {

  /**
   * Returns the name by which people switch this step on and off and by which other steps order
   * themselves.
   *
   * @return {@code owner.name}: lower-case letters, digits and hyphens in two or more parts joined
   *     by dots, each starting with a letter, for example {@code acme.log-shipper}. The owner
   *     {@code spark} is reserved for the built-in steps.
   */
  String id();

  /**
   * Returns other names by which settings may refer to this step, such as the class name that it
   * had in an earlier version or that Spark's own jar gave it.
   *
   * @return names, empty by default; several steps may share one, then it means all of them
   */
  default Set<String> aliases() {
    return Set.of();
  }

  /**
   * Says in one line what the step does for the person who runs the job.
   *
   * @return one sentence, shown where steps are listed
   */
  String description();

  /**
   * Returns the pods that this step is for.
   *
   * @return at least one role; both by default
   */
  default Set<PodRole> roles() {
    return EnumSet.allOf(PodRole.class);
  }

  /**
   * Returns the phase in which the step runs.
   *
   * @return {@link StepPhase#EXTENSIONS} by default, after all of Spark's own steps
   */
  default StepPhase phase() {
    return StepPhase.EXTENSIONS;
  }

  /**
   * Returns the steps that must run after this one.
   *
   * @return ids of steps of this step's phase or of later ones; ids that are not present are
   *     ignored
   */
  default Set<String> before() {
    return Set.of();
  }

  /**
   * Returns the steps that must have run before this one.
   *
   * @return ids of steps of this step's phase or of earlier ones; ids that are not present are
   *     ignored
   */
  default Set<String> after() {
    return Set.of();
  }

  /**
   * Says what the outcome of the step depends on.
   *
   * @return {@link StepScope#POD} by default, which is always correct
   */
  default StepScope scope() {
    return StepScope.POD;
  }

  /**
   * Says the same for one application, where it depends on the settings.
   *
   * @param conf the configuration of one of its executors; the answer must be the same for all
   *     executors of a resource profile
   * @return {@link #scope()} by default
   */
  default StepScope scope(KubernetesExecutorConf conf) {
    return scope();
  }

  /**
   * Returns the settings that this step reads and owns, for documentation and for checks.
   *
   * <p>The engine reads each of them before anything is created, so that a bad value is an error of
   * the submission and not of a pod.
   *
   * @return the entries, empty by default
   */
  default List<ConfigEntry<?>> configEntries() {
    return List.of();
  }

  /**
   * Makes the step for one pod, or nothing where the configuration does not ask for the feature.
   *
   * @param conf the configuration of the pod that is about to be built; a {@link
   *     io.podsmith.api.conf.KubernetesDriverConf} for drivers and a {@link
   *     io.podsmith.api.conf.KubernetesExecutorConf} for executors
   * @return the step, or empty where the feature is not asked for
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting makes no sense;
   *     nothing has been created on the cluster by then
   */
  Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf);
}
