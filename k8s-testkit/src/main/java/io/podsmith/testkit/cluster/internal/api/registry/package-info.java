// SPDX-License-Identifier: Apache-2.0
/** What is special about each kind: its defaults, its validation and its status. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.registry;

import org.jspecify.annotations.NullMarked;
