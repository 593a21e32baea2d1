// SPDX-License-Identifier: Apache-2.0
/** Kinds, fields, names, quantities and JSON: what is known of objects without looking at any. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.schema;

import org.jspecify.annotations.NullMarked;
