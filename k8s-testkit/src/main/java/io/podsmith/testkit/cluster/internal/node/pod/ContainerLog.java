// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The log of one run of a container.
 *
 * @param file what it has printed so far
 * @param isGrowing whether it may print more
 */
public record ContainerLog(Path file, BooleanSupplier isGrowing) {}
