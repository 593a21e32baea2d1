// SPDX-License-Identifier: Apache-2.0
/** Stores objects with their revisions and the log of changes that watches read. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.storage;

import org.jspecify.annotations.NullMarked;
