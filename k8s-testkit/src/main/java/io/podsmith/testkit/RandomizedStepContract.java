// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apiguardian.api.API;

/**
 * Checks the rules of {@link FeatureStepContract}, and checks them again with random pods and
 * random values of the declared settings.
 *
 * <p>Extend this class instead of {@link FeatureStepContract} and add {@code net.jqwik:jqwik} (1.9
 * or later) with scope {@code test}. The settings of {@link #settings(PodRole)} are changed at
 * random: each declared setting keeps its value, or gets a value of its type, or text. A step may
 * reject settings with an {@link InvalidConfigurationException}, and a pod with a {@link
 * PodsmithException}; everything that it accepts must follow the rules.
 *
 * <p>A failure shows the smallest example that jqwik found, and the seed that repeats it.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class RandomizedStepContract extends FeatureStepContract {
  private static final int TRIES = 100;

  /** Called by subclasses. */
  protected RandomizedStepContract() {}

  /**
   * What a step is tested with.
   *
   * @param role the role of the pod
   * @param settings Spark properties of a user, by key
   * @param pod a pod as earlier steps may leave it
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.1")
  public record Example(PodRole role, Map<String, String> settings, SparkPod pod) {}

  /**
   * Returns a generator of random pods and settings. jqwik calls this method by its name.
   *
   * @return the generator; override this method to narrow it
   */
  @Provide
  protected Arbitrary<Example> examples() {
    return Arbitraries.of(factory().roles())
        .flatMap(
            role ->
                Combinators.combine(RandomSettings.of(factory(), settings(role)), RandomPods.any())
                    .as((settings, pod) -> new Example(role, settings, pod)));
  }

  /**
   * The step keeps what earlier steps have set, and does not modify its input.
   *
   * @param example a random pod and random settings
   */
  @Property(tries = TRIES)
  public final void keepsRandomPods(@ForAll("examples") Example example) {
    SparkPod input = example.pod();
    SparkPod copy = SparkPod.of(input.pod(), input.container());
    result(example)
        .ifPresent(
            result -> {
              assertThat(Losses.between(input, result.pod(), ownedFields()))
                  .as(
                      "the step for a %s removed or changed what earlier steps have set; edit the"
                          + " pod that is passed to configurePod(), or return the field from"
                          + " ownedFields()",
                      example.role())
                  .isEmpty();
              SparkPodAssert.assertThat(input)
                  .as("configurePod() must return a changed copy and not modify its argument")
                  .isEqualTo(copy);
            });
  }

  /**
   * The pods and objects that the step builds are accepted by Kubernetes.
   *
   * @param example a random pod and random settings
   */
  @Property(tries = TRIES)
  public final void buildsWhatKubernetesAccepts(@ForAll("examples") Example example) {
    result(example)
        .ifPresent(
            result -> {
              Pod pod = result.pod().assemble();
              assertThat(PodDefects.mountsWithoutVolume(pod)).as("mounts").isEmpty();
              assertThat(PodDefects.wrongLabels(pod))
                  .as(
                      "labels and annotations that the API server rejects; add a check to the"
                          + " setting from which they come")
                  .isEmpty();
              assertThat(PodDefects.duplicates(pod))
                  .as("two elements with the same name; replace the existing one or keep it")
                  .isEmpty();
              assertThat(result.objects())
                  .extracting(HasMetadata::getMetadata)
                  .as("names of additional objects")
                  .allSatisfy(
                      each ->
                          assertThat(each.getName())
                              .matches(PodDefects.OBJECT_NAME)
                              .hasSizeLessThanOrEqualTo(PodDefects.LONGEST_NAME));
            });
  }

  /**
   * The same pod and settings produce the same result.
   *
   * @param example a random pod and random settings
   */
  @Property(tries = TRIES)
  public final void producesTheSameForRandomPods(@ForAll("examples") Example example) {
    result(example)
        .ifPresent(
            result -> {
              StepOutcome second = result(example).orElseThrow();
              SparkPodAssert.assertThat(second.pod())
                  .as("two steps of one configuration differ; avoid times and random values")
                  .isEqualTo(result.pod());
              assertThat(second.properties()).isEqualTo(result.properties());
              assertThat(second.objects()).isEqualTo(result.objects());
            });
  }

  /** Returns what the step builds, empty if it does not run or rejects the settings or the pod. */
  private Optional<StepOutcome> result(Example example) {
    KubernetesConf conf;
    Optional<KubernetesFeatureConfigStep> step;
    try {
      conf = confs(example.role(), example.settings()).of(example.role());
      factory().configEntries().forEach(conf::get);
      step = factory().create(conf);
    } catch (InvalidConfigurationException e) {
      return Optional.empty();
    }
    try {
      return step.map(each -> StepOutcome.of(each.configurePod(example.pod()), each));
    } catch (PodsmithException e) {
      return Optional.empty();
    }
  }
}
