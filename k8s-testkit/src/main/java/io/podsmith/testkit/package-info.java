/**
 * For authors of steps: what makes the tests of a step short and complete.
 *
 * <p>Extend {@link io.podsmith.testkit.FeatureStepContract} first: it checks what every step owes
 * the others, with nothing but the factory and settings that ask for the feature. What is special
 * about a step is said with {@link io.podsmith.testkit.SparkPodAssert}, over a pod that the step
 * made from a configuration of {@link io.podsmith.testkit.TestConfs}. Whole jobs run on the cluster
 * in {@link io.podsmith.testkit.cluster}.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
