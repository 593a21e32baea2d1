// SPDX-License-Identifier: Apache-2.0
/** The settings of executor management, read and checked once. */
@NullMarked
package io.podsmith.core.executors;

import org.jspecify.annotations.NullMarked;
