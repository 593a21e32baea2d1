// SPDX-License-Identifier: Apache-2.0
/** The commands about applications on a cluster: {@code status}, {@code kill} and {@code logs}. */
@NullMarked
package io.podsmith.cli.cluster;

import org.jspecify.annotations.NullMarked;
