// SPDX-License-Identifier: Apache-2.0
/** Carries out calls: get, list, watch, create, update, patch, delete and subresources. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.verbs;

import org.jspecify.annotations.NullMarked;
