// SPDX-License-Identifier: Apache-2.0
/**
 * Checks and completes objects by the rules of the whole cluster: namespaces, priorities, service
 * accounts, quotas.
 */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.admission;

import org.jspecify.annotations.NullMarked;
