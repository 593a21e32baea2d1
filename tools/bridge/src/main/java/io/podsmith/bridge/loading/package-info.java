// SPDX-License-Identifier: Apache-2.0
/**
 * Loads the engine, the contract and the Kubernetes model from directories inside the bridge's jar,
 * apart from the versions that Spark may have of the same classes.
 */
@NullMarked
package io.podsmith.bridge.loading;

import org.jspecify.annotations.NullMarked;
