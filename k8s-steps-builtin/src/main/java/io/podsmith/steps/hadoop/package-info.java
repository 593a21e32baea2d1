// SPDX-License-Identifier: Apache-2.0
/** The configuration of Hadoop: a driver brings its folder along, executors mount the same. */
@NullMarked
package io.podsmith.steps.hadoop;

import org.jspecify.annotations.NullMarked;
