// SPDX-License-Identifier: Apache-2.0
/**
 * What every pod of Spark has: names, labels, image, resources, ports and environment.
 *
 * <p>{@link io.podsmith.steps.basics.DriverBasicsFeatureStepFactory} and {@link
 * io.podsmith.steps.basics.ExecutorBasicsFeatureStepFactory} make the pods of the two roles; {@link
 * io.podsmith.steps.basics.ExecutorConfFeatureStepFactory} mounts the driver's configuration folder
 * into executors.
 */
@NullMarked
package io.podsmith.steps.basics;

import org.jspecify.annotations.NullMarked;
