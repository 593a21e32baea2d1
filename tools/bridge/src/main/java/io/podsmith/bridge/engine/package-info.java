// SPDX-License-Identifier: Apache-2.0
/**
 * The side of the bridge that uses the engine. {@link io.podsmith.bridge.loading.EngineLoader}
 * loads it; nothing on Spark's side refers to it.
 */
@NullMarked
package io.podsmith.bridge.engine;

import org.jspecify.annotations.NullMarked;
