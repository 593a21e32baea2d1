// SPDX-License-Identifier: Apache-2.0
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
 * Provides one feature: describes it to the engine and creates the step that adds it to a pod.
 *
 * <p>A step jar contains one or more factories. Step authors implement this interface with a public
 * no-argument constructor that does no work, and register the class for {@link
 * java.util.ServiceLoader} ({@code @AutoService(FeatureStepFactory.class)} generates the
 * registration file).
 *
 * <p>The engine calls the factory, in the {@code spark-submit} process for drivers and in the
 * driver for executors. It creates one instance per JVM and calls {@link #create} for each pod,
 * possibly from several threads at once, so a factory must be stateless. During each call, the
 * thread's context class loader is the class loader of the factory's jar.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FeatureStepFactory {

  /**
   * Returns the unique id of this step. Settings enable and disable the step by this id, and other
   * steps refer to it in {@link #before()} and {@link #after()}.
   *
   * @return {@code owner.name}: two or more parts joined by dots, each made of lower-case letters,
   *     digits and hyphens and starting with a letter, for example {@code acme.log-shipper}. The
   *     owners {@code spark} and {@code podsmith} are reserved for the built-in steps.
   */
  String id();

  /**
   * Returns alternative names that settings may use for this step, such as its class name in an
   * earlier version or the name of the corresponding class in Spark.
   *
   * @return names, empty by default; a name that several steps share refers to all of them
   */
  default Set<String> aliases() {
    return Set.of();
  }

  /**
   * Returns a one-line description of what the step does for the person who runs the job.
   *
   * @return one sentence without line breaks
   */
  String description();

  /**
   * Returns the roles of the pods that this step applies to.
   *
   * @return at least one role; both by default
   */
  default Set<PodRole> roles() {
    return EnumSet.allOf(PodRole.class);
  }

  /**
   * Returns the phase in which the step runs.
   *
   * @return {@link StepPhase#EXTENSIONS} by default, after all built-in steps of Spark
   */
  default StepPhase phase() {
    return StepPhase.EXTENSIONS;
  }

  /**
   * Returns the steps that must run after this one.
   *
   * @return step ids of the same phase or a later one, empty by default; unknown ids are ignored
   */
  default Set<String> before() {
    return Set.of();
  }

  /**
   * Returns the steps that must run before this one.
   *
   * @return step ids of the same phase or an earlier one, empty by default; unknown ids are ignored
   */
  default Set<String> after() {
    return Set.of();
  }

  /**
   * Returns what the result of the step depends on, for any configuration.
   *
   * @return {@link StepScope#POD} by default, which is always correct
   */
  default StepScope scope() {
    return StepScope.POD;
  }

  /**
   * Returns what the result of the step depends on in one application. Override this method if the
   * scope depends on settings.
   *
   * @param conf the configuration of one of the executors; the result must be the same for all
   *     executors of a resource profile
   * @return {@link #scope()} by default
   */
  default StepScope scopeFor(KubernetesExecutorConf conf) {
    return scope();
  }

  /**
   * Returns the settings that this step defines, for documentation and validation.
   *
   * <p>The engine reads each of them before it creates anything, so that an invalid value fails the
   * submission.
   *
   * @return the entries, empty by default
   */
  default List<ConfigEntry<?>> configEntries() {
    return List.of();
  }

  /**
   * Creates the step for one pod if the configuration requests the feature.
   *
   * <p>May be called by several threads at once.
   *
   * @param conf the configuration of the pod that is about to be built; a {@link
   *     io.podsmith.api.conf.KubernetesDriverConf} for drivers and a {@link
   *     io.podsmith.api.conf.KubernetesExecutorConf} for executors
   * @return the step, or empty if the feature is not requested
   * @throws io.podsmith.api.error.InvalidConfigurationException if a setting is invalid; nothing
   *     has been created in the cluster at this point
   */
  Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf);
}
