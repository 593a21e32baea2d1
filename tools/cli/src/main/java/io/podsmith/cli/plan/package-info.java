// SPDX-License-Identifier: Apache-2.0
/** Makes, saves, reads and applies plans, without a cluster except to apply one. */
@NullMarked
package io.podsmith.cli.plan;

import org.jspecify.annotations.NullMarked;
