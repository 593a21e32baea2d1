// SPDX-License-Identifier: Apache-2.0
/** Tests of the side of the bridge that uses the engine. */
@NullMarked
package io.podsmith.bridge.engine;

import org.jspecify.annotations.NullMarked;
